/**
 * Common emoji in groups, with the words by which they are found in English and German. Loaded when somebody chooses one.
 *
 * Each is the emoji and then its words, with a comma before the next. Must not know: how they are shown.
 */

export const EMOJI_GROUPS = ['smileys', 'people', 'hearts', 'nature', 'food', 'things', 'places'] as const;
export type EmojiGroup = (typeof EMOJI_GROUPS)[number];

export interface Emoji {
  readonly emoji: string;
  /** In lower case, in every language of the application. */
  readonly words: string;
}

const LINES: Readonly<Record<EmojiGroup, string>> = {
  smileys: `
😀 grin happy grinsen froh, 😃 smile happy lächeln froh, 😄 laugh happy lachen froh, 😁 beam teeth strahlen zähne,
😆 laugh squint lachen, 😅 sweat relief schweiß erleichtert, 🤣 rolling laugh rofl kugeln lachen,
😂 tears joy laugh lol tränen lachen, 🙂 slight smile lächeln, 🙃 upside down kopfüber verkehrt, 😉 wink zwinkern,
😊 blush smile erröten lächeln, 😇 angel halo engel heilig, 🥰 love hearts verliebt herzen,
😍 heart eyes verliebt augen, 🤩 star eyes wow begeistert sterne, 😘 kiss kuss, 😋 yummy tongue lecker,
😛 tongue zunge, 😜 crazy tongue verrückt zunge, 🤪 goofy albern verrückt, 🤗 hug umarmen, 🤭 giggle oops kichern ups,
🫢 gasp oops erschrocken, 🤫 quiet hush leise pst, 🤔 think hm denken, 🫡 salute salutieren jawohl,
🤐 zip mouth secret schweigen geheim, 🤨 eyebrow doubt zweifel augenbraue, 😐 neutral, 😑 blank ausdruckslos,
😶 silent mouth stumm, 😏 smirk grinsen, 😒 annoyed genervt, 🙄 roll eyes augen verdrehen,
😬 awkward grimace peinlich grimasse, 😌 relieved erleichtert, 😔 pensive sad nachdenklich traurig, 😪 sleepy müde,
🤤 drool sabbern, 😴 sleep schlafen, 😷 mask sick maske krank, 🤒 fever sick fieber krank, 🤢 nausea übel,
🤮 vomit erbrechen, 🤧 sneeze niesen, 🥵 hot heiß, 🥶 cold kalt, 😵 dizzy schwindlig, 🤯 mind blown explode baff kopf,
🥳 party birthday feiern geburtstag, 😎 cool sunglasses sonnenbrille, 🤓 nerd glasses brille,
🧐 monocle look monokel, 😕 confused verwirrt, 😟 worried besorgt, 🙁 frown sad traurig, 😮 surprised wow überrascht,
😲 astonished erstaunt, 😳 flushed verlegen, 🥺 please plead bitte, 🥹 moved tears gerührt, 😧 anguished gequält,
😨 fear angst, 😰 anxious sweat angst schweiß, 😢 cry sad weinen traurig, 😭 sob cry heulen weinen, 😱 scream schrei,
😖 confounded gequält, 😞 disappointed enttäuscht, 😓 sweat tired schweiß, 😩 weary erschöpft,
🥱 yawn bored gähnen langweilig, 😤 triumph huff schnauben, 😡 angry rage wütend, 😠 angry böse,
🤬 curse swear fluchen, 😈 devil teufel, 💀 skull dead totenkopf, 💩 poop haufen, 🤡 clown, 👻 ghost geist,
👽 alien außerirdischer, 🤖 robot roboter, 🎃 pumpkin halloween kürbis`,
  people: `
👍 thumbs up yes good daumen hoch ja gut, 👎 thumbs down no bad daumen runter nein, 👌 ok fine passt,
🤌 pinched fingers italian, ✌️ victory peace sieg frieden, 🤞 fingers crossed luck daumen drücken glück,
🤟 love you liebe, 🤘 rock horns, 🤙 call me anrufen, 👈 left links, 👉 right rechts, 👆 up hoch oben,
👇 down runter unten, ☝️ index one finger eins, ✋ hand stop halt, 👋 wave hello bye winken hallo tschüss,
🤝 handshake deal hände abgemacht, 👏 clap applause klatschen applaus, 🙌 hooray hands hurra hände,
🫶 heart hands herz hände, 🙏 please thanks pray bitte danke beten, 💪 strong muscle stark muskel,
✍️ write schreiben, 🤳 selfie, 👀 eyes look augen schauen, 🧠 brain gehirn, 👶 baby, 🧒 child kind, 🧑 person mensch,
👩 woman frau, 👨 man mann, 🧓 old alt, 🤷 shrug whatever schulterzucken egal, 🤦 facepalm kopf fassen,
🙋 raise hand melden, 🙇 bow verbeugen entschuldigung, 💁 info help auskunft,
🧑‍💻 technologist computer programmieren, 🧑‍🍳 cook koch, 🕺 dance man tanzen, 💃 dance woman tanzen, 🏃 run laufen,
🚶 walk gehen, 🧘 yoga meditate meditieren, 👪 family familie`,
  hearts: `
❤️ heart love red herz liebe rot, 🧡 heart orange herz, 💛 heart yellow herz gelb, 💚 heart green herz grün,
💙 heart blue herz blau, 💜 heart purple herz lila, 🖤 heart black herz schwarz, 🤍 heart white herz weiß,
💔 broken heart herz gebrochen, 💕 two hearts herzen, 💯 hundred hundert, ✅ check done yes haken erledigt ja,
☑️ check box haken, ❌ cross no kreuz nein, ❗ exclamation important ausrufezeichen wichtig, ❓ question frage,
⚠️ warning warnung, 🚫 forbidden no verboten, 💤 sleep zzz schlafen, 💬 speech message sprechblase nachricht,
💭 thought gedanke, 🔒 lock secure schloss sicher, 🔓 unlock offen schloss, 🔑 key schlüssel, ✨ sparkles glitzer neu,
⭐ star stern, 🔥 fire hot feuer heiß, 💥 boom explosion, 💫 dizzy stars sterne, 💦 drops sweat tropfen,
➡️ arrow right pfeil rechts, ⬅️ arrow left pfeil links, 🔁 repeat wiederholen, 🆗 ok, 🆕 new neu,
♻️ recycle wiederverwerten`,
  nature: `
🐶 dog hund, 🐱 cat katze, 🐭 mouse maus, 🐰 rabbit hase, 🦊 fox fuchs, 🐻 bear bär, 🐼 panda, 🐨 koala, 🐯 tiger,
🦁 lion löwe, 🐮 cow kuh, 🐷 pig schwein, 🐸 frog frosch, 🐵 monkey affe, 🙈 see no evil monkey affe nichts sehen,
🐔 chicken huhn, 🐧 penguin pinguin, 🐦 bird vogel, 🦉 owl eule, 🐴 horse pferd, 🦄 unicorn einhorn, 🐝 bee biene,
🐛 bug wurm raupe käfer, 🦋 butterfly schmetterling, 🐌 snail schnecke, 🐞 ladybug bug marienkäfer fehler,
🐢 turtle schildkröte, 🐙 octopus krake, 🐟 fish fisch, 🐬 dolphin delfin, 🐳 whale wal, 🦭 seal robbe,
🐘 elephant elefant, 🦥 sloth faultier, 🌸 blossom flower blüte blume, 🌹 rose, 🌻 sunflower sonnenblume,
🌷 tulip tulpe, 🌱 seedling plant keimling pflanze, 🌲 tree baum tanne, 🌵 cactus kaktus, 🍀 clover luck klee glück,
🍁 leaf autumn blatt herbst, 🍄 mushroom pilz, 🌍 earth world erde welt, 🌙 moon mond, ☀️ sun sonne,
⛅ cloud sun wolke, 🌧️ rain regen, ⛈️ storm gewitter, ❄️ snow schnee, ⛄ snowman schneemann, 🌈 rainbow regenbogen,
🌊 wave sea welle meer, ⚡ lightning blitz`,
  food: `
🍎 apple apfel, 🍊 orange, 🍋 lemon zitrone, 🍌 banana banane, 🍉 melon melone, 🍇 grapes trauben,
🍓 strawberry erdbeere, 🍒 cherry kirsche, 🍑 peach pfirsich, 🥑 avocado, 🍅 tomato tomate, 🥕 carrot karotte,
🌽 corn mais, 🥔 potato kartoffel, 🍞 bread brot, 🥐 croissant, 🥨 pretzel brezel, 🧀 cheese käse, 🥚 egg ei,
🥞 pancakes pfannkuchen, 🍔 burger, 🍟 fries pommes, 🍕 pizza, 🌭 hot dog, 🌮 taco, 🥗 salad salat,
🍝 pasta spaghetti nudeln, 🍜 noodles soup nudeln suppe, 🍣 sushi, 🍚 rice reis, 🍦 ice cream eis, 🍩 donut,
🍪 cookie keks, 🎂 cake birthday kuchen geburtstag, 🍫 chocolate schokolade, 🍿 popcorn, ☕ coffee kaffee, 🍵 tea tee,
🍺 beer bier, 🍻 cheers beers prost bier, 🥂 cheers toast prost sekt, 🍷 wine wein, 🍹 cocktail, 🥤 drink getränk,
🍽️ plate dinner teller essen`,
  things: `
🎉 party tada celebrate feier konfetti, 🎊 confetti konfetti, 🎈 balloon ballon, 🎁 gift geschenk,
🏆 trophy win pokal sieg, 🥇 gold medal medaille, ⚽ football soccer fußball, 🏀 basketball, 🎾 tennis,
🏓 table tennis tischtennis, 🎮 game spiel, 🎲 dice würfel, 🧩 puzzle, 🎯 target dart ziel, 🎨 art paint kunst malen,
🎬 film movie, 🎤 microphone sing mikrofon, 🎧 headphones kopfhörer, 🎵 music note musik, 🎸 guitar gitarre,
🎹 piano klavier, 📱 phone handy telefon, 💻 laptop computer, ⌨️ keyboard tastatur, 🖨️ printer drucker,
📷 camera kamera foto, 📺 television fernseher, ⏰ alarm clock wecker, ⏳ hourglass wait sanduhr warten,
🔋 battery batterie, 💡 idea light idee licht, 🔦 torch taschenlampe, 🕯️ candle kerze, 💰 money geld, 💳 card karte,
💎 gem diamond edelstein, 🔧 wrench tool werkzeug, 🔨 hammer, ⚙️ gear settings zahnrad,
🧪 test tube lab reagenzglas labor, 🔬 microscope mikroskop, 💊 pill medicine tablette, 🧹 broom clean besen putzen,
🛒 shopping cart einkaufen, ✉️ letter mail brief, 📦 package paket, 📅 calendar kalender, 📌 pin,
📎 paperclip büroklammer, ✏️ pencil stift, 📝 memo note notiz, 📚 books bücher, 🔍 search suche lupe,
📣 megaphone announce megafon, 🔔 bell glocke, 🗑️ bin trash mülleimer`,
  places: `
🚗 car auto, 🚕 taxi, 🚌 bus, 🚲 bicycle fahrrad, 🛵 scooter roller, 🚂 train zug, 🚆 train bahn zug, 🚇 metro u-bahn,
✈️ plane flight flugzeug, 🚀 rocket launch rakete, 🚁 helicopter hubschrauber, ⛵ sailboat segelboot, 🚢 ship schiff,
⚓ anchor anker, 🚦 traffic light ampel, ⛽ fuel tanken, 🏠 house home haus zuhause, 🏢 office büro,
🏥 hospital krankenhaus, 🏫 school schule, 🏨 hotel, ⛪ church kirche, 🏰 castle schloss burg, 🗼 tower turm,
🌉 bridge brücke, 🏔️ mountain berg, 🏕️ camping zelt, 🏖️ beach strand, 🏝️ island insel, 🗺️ map karte,
🧭 compass kompass, 🧳 suitcase luggage koffer, 🎡 ferris wheel riesenrad, 🌅 sunrise sonnenaufgang,
🌃 night city nacht stadt, 🏁 finish flag ziel flagge, 🚩 flag fahne, 🏳️‍🌈 rainbow flag regenbogen fahne`,
};

function linesOf(group: EmojiGroup): readonly Emoji[] {
  return LINES[group]
    .trim()
    .split(/,\s+/)
    .map((one) => {
      const [emoji = '', ...words] = one.split(' ');
      return { emoji, words: words.join(' ') };
    });
}

/** All of them, by group. */
export const EMOJI: readonly { readonly group: EmojiGroup; readonly emoji: readonly Emoji[] }[] = EMOJI_GROUPS.map(
  (group) => ({ group, emoji: linesOf(group) }),
);
