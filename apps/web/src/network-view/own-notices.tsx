/** What happened to the own account and concerns no contact (specs/08 §10). */
import { NoticeLine } from '../chat/message/notice-line.tsx';
import { useClientValue } from '../state/use-client-value.ts';

export function OwnNotices() {
  const notices = useClientValue((client) => client.notices(), ['notice']) ?? [];
  return notices.map((notice) => <NoticeLine key={notice.id} notice={notice} />);
}
