/** Questions to the outbox in SQL: only the filters that are asked for, so that each finds its index. */
import type { OutboxQuery, OutboxRecord } from '@sotto/ports';
import { OUTBOX_STATUSES } from './record-layouts.ts';
import type { SqlStatement, SqlValue } from './sql-driver.ts';
import type { Tables } from './tables.ts';

export function statusNumber(status: OutboxRecord['status']): number {
  return OUTBOX_STATUSES.indexOf(status);
}

export const FINISHED_STATUSES: string = JSON.stringify(
  (['delivered', 'expired', 'failed'] as const).map(statusNumber),
);

/** Rows oldest first; rows of one moment in the order in which they were first put. */
export function outboxStatement({ outbox }: Tables, query: OutboxQuery): SqlStatement {
  const { dueAtMs, statuses, device, messageId, limit } = query;
  const conditions: string[] = ['true'];
  const values: SqlValue[] = [];
  const require = (condition: string, value: SqlValue) => {
    conditions.push(condition);
    values.push(value);
  };
  if (dueAtMs !== undefined) require('next_attempt_at_ms <= ?', dueAtMs);
  if (statuses !== undefined) {
    require('status IN (SELECT value FROM json_each(?))', JSON.stringify(statuses.map(statusNumber)));
  }
  if (device !== undefined) require('device = ?', outbox.tag('device', device.accountId, device.deviceId));
  if (messageId !== undefined) require('message = ?', outbox.tag('message', messageId));
  const where = `WHERE ${conditions.join(' AND ')}`;
  return { sql: outbox.select(`${where} ORDER BY created_at_ms, row LIMIT ?`), values: [...values, limit] };
}
