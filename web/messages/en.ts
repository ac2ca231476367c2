/**
 * English. Written for somebody who is tired and afraid: short sentences, plain words, nothing promised that
 * the threat model does not give.
 *
 * @module
 */
import type { ErrorFacts } from '../../crypto/errors.ts';
import type { Problems } from '../shared/problems.ts';
import type { Review } from '../shared/review.ts';

const number = (value: number | string | undefined): string =>
  typeof value === 'number' ? value.toLocaleString('en') : (value ?? '');

const pace = (isDemonstration: boolean): string =>
  isDemonstration ? 'about once a minute here' : 'at most once a day';

/** Who has looked it through: it is what the other languages follow. */
export const review: Review = 'model';

/** What stands around the page, and in no script. */
export const frame = {
  title: 'Witnessbox',
  footer:
    'This page sets no cookies and stores nothing on your device. Your browser may still remember its address.',
  /** In a language whose review says so, above a link to the page in English. */
  unreviewed:
    'Nobody who grew up with this language has looked through these words yet. If something is unclear, the English page is the one that counts.',
  inEnglish: 'This page in English',
  preview: 'These are the questions',
  previewNote: 'What bears a star (*) needs an answer. Everything else can be skipped.',
  /** Under the organisation's own words, until the page's script has checked them. */
  unchecked:
    'These words came with the page. It has not been checked yet that the organisation has signed them.',
} as const;

export const problems: Problems = {
  browserTooOld:
    'This browser lacks something that encryption needs, so nothing can be sent from it. Please use a current Tor Browser or Firefox. In Tor Browser, the security levels “Standard” and “Safer” both work.',
  unreachable: 'The server did not answer. Nothing is lost. Please check your connection and try again.',
  badAnswer:
    'The answer did not come from our server as it should. Some networks put a page of their own in between. Please try again in a while, or from another network; Tor Browser often helps.',
  fault:
    'Something in this page has gone wrong, and so it has stopped. Please load the page again. If it happens again, please reach the organisation another way.',
  cancelled: 'You have cancelled. Nothing more is being sent.',
  questionsChanged:
    'The organisation has changed its questions since you began, so nothing was sent. Please go back and look through them once more. What you wrote is still there. Please also look again at what may be done with it.',
  notGenuine:
    'The organisation’s signature does not fit. Somebody may have changed what this server hands out. For your safety nothing can be sent from this page. Please do not go on here; reach the organisation another way, and tell them if you can.',
  notYetValid:
    'By the date on your device, the organisation’s keys are not valid yet. Please check the date of your device. If it is right, please come back later.',
  expired:
    'The organisation’s keys have run out, so nothing can be sent for now. Please check the date of your device. If it is right, please come back in a few days or reach the organisation another way.',
  wrongQuestions:
    'The questions that this server hands out are not those that the organisation signed. For your safety nothing can be sent from this page. Please try again later or reach the organisation another way.',
  textTooLong:
    'The text is longer than fits. Please shorten it, or save it as a file and attach the file: files may be long.',
  fileChanged:
    'One of the files could not be read to its end, or changed while it was being read. Please go back, remove it, choose it again and send again.',
  wrongCount: ({ count }: ErrorFacts) =>
    `There should be twelve words; these are ${number(count)}. Please compare with your note.`,
  unknownWord: ({ position }: ErrorFacts) =>
    `Word number ${number(position)} is not in the list. Please compare it with your note, letter by letter.`,
  checksum:
    'All the words are known, but they do not belong together like this. One may be wrong, or two may have changed places. Please compare with your note.',
  repliesUnreadable:
    'Something lies under your words but cannot be opened. It may be damaged or not genuine, so it is not shown. Please look again tomorrow.',
  uploadGone:
    'The server no longer has the part that was sent, so this attempt has ended. It was encrypted, and nobody could read it. You can send again from here, which does no harm; your twelve words stay the same.',
  tooLarge:
    'All together this is more than the server takes at once. Please send fewer or smaller files now. You can send others later with your twelve words.',
  storageFull:
    'The server has no room just now. What you wrote is still on this page. You can wait and try again, or come back another day.',
  textOnly:
    'The server has no room for files just now; it keeps what is left for texts. You can send your text now without the files, and the files later with your twelve words. Or wait here and try again.',
  serverTrouble: 'The server has trouble just now. Nothing is lost. Please try again in a while.',
  refused:
    'The server did not accept what this page sent. Please load the page again. If it happens again, please reach the organisation another way.',
};

/** What the first view and the form say; whatever else, problems aside, arrives a little later (`later`). */
export const first = {
  lang: 'en',
  name: 'English',
  dir: 'ltr',

  page: {
    languages: 'Language',
    demonstration: 'Demonstration: do not send real testimony.',
    back: 'Back',
    tryAgain: 'Try again',
    reference: 'For a question about this:',
    waking:
      'The buttons and fields wake up once the page has loaded fully. If they stay grey, this browser cannot encrypt, and nothing can be sent from it.',
  },

  leave: {
    now: 'Leave now',
    /** Opened in place of this page: a plain site that people of this language open every day, and can open where they are. */
    address: 'https://www.wikipedia.org/',
    hint: (host: string) =>
      `If somebody comes: press “Leave now” at the top, or the Esc key three times. This page is empty at once, lets go of what you wrote, and opens ${host} in its place. It cannot make this browser forget the address of this page, nor the network that you were here, nor take back what you saved, copied or printed.`,
    languageSure:
      'If you change the language now, what you wrote on this page is lost, and nothing more is sent.',
    languageYes: 'Change the language',
    languageNo: 'Stay as it is',
  },

  start: {
    heading: 'You can tell here what was done to you',
    lead: (organisation: string) =>
      `${organisation} listens to people who were detained, beaten, extorted or silenced by officials. If this happened to you, or you saw it happen, you can write it down here and say who did it. You need no account, and you need not give your name.`,
    testify: 'Give testimony',
    testifyHint: 'Write down what happened and add files if you have any.',
    replies: 'Read a reply',
    repliesHint: 'If you have written before and kept your twelve words.',
    whatHappens: 'What happens with what you write',
    steps: [
      'It is encrypted in this browser, before anything leaves your device. The server only keeps it; it cannot read it.',
      'Only the organisation’s reviewers can open it, on their own computers.',
      'Before anything is sent you receive twelve words. With them you can read our reply here and write again. Nobody else has them.',
      'We ask for no account, no address and no telephone number, and the server is built to keep no record of who visited.',
    ],
    limits: 'What this page cannot do',
    limitsList: [
      'It cannot hide that you came here. Whoever watches your connection may see it, unless you use Tor Browser.',
      'It cannot protect you from somebody who controls this device or can see the screen. Please use a device that is yours alone, if you can.',
      'It cannot tell from inside whether somebody has taken over this server and changed the page itself.',
      'It cannot bring quick help. If you are in danger now, please first go where you are safe.',
    ],
    organisation: 'Who receives it',
    checking: 'Checking the organisation’s signature …',
    verified: 'The organisation’s signature fits.',
    validUntil: (day: string) => `Its keys are valid until ${day}.`,
    fingerprint: 'Fingerprint',
    fingerprintHint:
      'If the organisation has given you its fingerprint some other way, compare the two. If they differ, do not write here. If they are the same, that is a good sign but no proof: a server in wrong hands could show any fingerprint.',
    fingerprintWords: 'The same fingerprint in English words',
    notVerified: 'Nothing can be sent from this page',
    silent: (day: string) => [
      `The organisation has not been heard from here since ${day}.`,
      'There can be an ordinary reason, such as a holiday. You can write all the same: what you send waits here, encrypted, until the organisation comes. If it is urgent, or if no note says after two weeks that it was received, please reach the organisation another way as well.',
    ],
  },
} as const;

export const later = {
  /** Above and under the organisation's own words on the first view. */
  own: {
    about: 'Who we are',
    ways: 'Other ways to reach us',
    waysHint:
      'The organisation names these ways. Whoever watches your telephone or your connection may see that you use them, so please think first which of them is safe for you.',
    signed: 'The organisation has signed these words.',
  },

  form: {
    heading: 'Your testimony',
    lead: 'Write as much or as little as you want, in any language. Only questions marked “needed” have to be answered. Nothing is sent while you write.',
    names:
      'Leave out your own name, and anything that only you could know, if you do not want the organisation to know who you are.',
    required: '(needed)',
    optional: '(if you wish)',
    missing: 'Please answer this question; it is marked as needed.',
    desk: 'Who should read it?',
    deskHint: 'If somebody among them is involved in what happened, choose others.',
    deskMissing: 'Please choose who should read it.',
    files: 'Files',
    filesHint: 'Photos, documents, recordings, anything that shows what happened. Any number.',
    addFiles: 'Add files',
    noFiles: 'No files added.',
    removeFile: (name: string) => `Remove ${name}`,
    remove: 'Remove',
    consent: 'May the organisation ask you questions?',
    consentLabel: 'Yes, it may ask me questions here. I can read them with my twelve words.',
    consentHint:
      'Nobody can reach you in any other way through this page. You alone decide whether you come back and look.',
    textSize: (percent: string) => `The text fills ${percent} of the space there is.`,
    textTooLong: (characters: string) =>
      `The text is about ${characters} characters too long. Please shorten it, or save it as a file and attach the file: files may be long.`,
    tooManyFiles: (most: string) =>
      `These are more files than fit into one testimony (${most}). Please send the others later with your twelve words.`,
    next: 'Continue',
    nextHint: 'Next you receive your twelve words. Nothing is sent yet.',
  },

  files: {
    hint: 'Files can carry hidden data: where and when a photo was taken, who wrote a document, what it said before. This page looks for it here on your device, shows you what it finds, and leaves it out unless you choose otherwise. What a file shows openly stays: faces, voices, street signs.',
    lookingAt: (count: string) => `Looking for hidden data. Files still to be looked into: ${count}.`,
    outcome: (found: string, uncleaned: string) =>
      `Files in which hidden data was found: ${found}. Files that cannot be cleaned: ${uncleaned}.`,
    wait: 'You can go on as soon as all files have been looked into.',
  },

  topics: {
    skip: 'You can skip everything below. Open what you want to say something about, in any order. You can stop at any time and send what you have.',
    skipSome:
      'You can skip everything below that is not marked “needed”. Open what you want to say something about, in any order.',
    empty: 'Nothing written yet',
    begun: 'Something written',
    added: 'Files added',
    look: 'Please look at this once more',
    unchoose: 'Clear this answer',
    add: 'Add another',
    remove: 'Remove',
    removed: 'Removed.',
    undo: 'Bring it back',
    full: (most: string) => `No more than ${most} fit here. You can write about others in the text above.`,
    aboutFile: 'Say more about this file',
  },

  dates: {
    hint: 'The year by the common calendar, for instance 2019. What you do not know can stay empty.',
    span: 'How exact is it?',
    spans: {
      exact: 'It was then',
      about: 'It was about then',
      range: 'From … to …',
      ongoing: 'It began then and still goes on',
    },
    from: 'From',
    to: 'To',
    since: 'Since',
    year: 'Year',
    month: 'Month',
    day: 'Day',
    unknown: 'Not known',
    problems: {
      year: 'Please write the year with four digits, by the common calendar: for instance 2019.',
      month: 'Please choose the month too, or leave the day empty.',
      day: 'This day is not in the calendar. Please write a number that the month has, or leave the day empty.',
      end: 'Please write at least the year in which it ended, or choose that it still goes on.',
      order: 'This ends before it begins. Please look at both dates once more.',
    },
  },

  consent: {
    uses: 'What may be done with what you wrote?',
    before: 'Does what you agreed to still hold?',
    revisions: {
      leave: 'Yes, leave it as I chose before',
      change: 'I want to choose anew',
      withdraw: 'No, I take back everything that I agreed to',
    },
    revisionHints: {
      leave: 'What you write now may be used in the same way.',
      change:
        'This page cannot know what you chose before. What you choose now takes the place of all of it. What you do not tick is a no.',
      withdraw:
        'From then on the organisation has your yes for nothing beyond its own reading. What has been published or handed on by then cannot be called back.',
    },
    deletion: 'Should it be deleted?',
    deletionLabel: 'Yes, I ask the organisation to delete what it has from me',
    deletionHint:
      'The organisation answers you under your twelve words, so please look again after some days. It cannot reach what has been published or handed on, nor copies that others have made.',
  },

  evidence: {
    looking: 'Looking for hidden data …',
    gone: 'This file can no longer be read. Please remove it and choose it again.',
    unread: 'This page could not look into this file, so it cannot tell what is hidden in it.',
    missing:
      'The part of this page that looks into files has not arrived, or has stopped. If it still arrives, what it finds appears here.',
    nothingFound: 'Nothing hidden was found that we know of.',
    summaries: {
      remove: (kinds: string) => `Hidden data that is left out: ${kinds}`,
      keep: (kinds: string) => `Hidden data that goes along: ${kinds}`,
      both: (kinds: string) => `Goes along twice, without and with hidden data: ${kinds}`,
    },
    givesAway: 'Besides what it shows, this file would give away:',
    choose: 'What should be sent?',
    choices: {
      remove: 'A copy without this',
      keep: 'The original, with all of this',
      both: 'Both',
    },
    choiceHints: {
      remove: 'What the file shows stays as it is, except for what is listed above.',
      keep: 'An untouched original can weigh more as evidence. Those who read your testimony at the organisation can then see all of this; the server cannot.',
      both: 'The copy to work with, and the original encrypted beside it. The same people at the organisation can open both.',
    },
    uncleaned: 'This file cannot be cleaned here.',
    formats: {
      pdf: 'A PDF can hold names, times and earlier versions in places that nobody can empty with certainty.',
      heic: 'It is a picture in the format HEIC, in which iPhones take photos. This page cannot take anything out of it.',
      archive:
        'It is an archive. Each file in it may carry hidden data of its own, and this page does not look into them.',
      unknown: 'This page does not know this kind of file, and so not what may be hidden in it.',
      other: 'This page cannot take hidden data out of this kind of file.',
    },
    obstacles: {
      damaged:
        'It is damaged, or is not what it seems to be, so this page cannot tell for certain what is in it.',
      encrypted: 'It is locked with a password, so this page cannot look into it.',
      'unknown-part':
        'It has a part that this page does not know and cannot leave out without breaking the file.',
      'too-complex': 'It is made in so involved a way that this page cannot go through all of it.',
    },
    foundAllTheSame: 'This was found in it, and there may be more:',
    goesAsItIs:
      'If you send it, it goes as it is. Those who read your testimony at the organisation can then see whatever is hidden in it. The server cannot.',
    adviceHeading: 'What you can do',
    advice: {
      pdf: [
        'Print it, if you can safely do so, best in black and white; photograph the pages and add the photos.',
        'Or copy what matters into your testimony as text.',
        'Or leave it out.',
      ],
      heic: [
        'Save it as JPEG, for instance in the device’s photo program, and add that.',
        'For new photos: choose “Most Compatible” in the settings of the iPhone’s camera, under “Formats”.',
        'Or leave it out.',
      ],
      archive: ['Unpack it and add the files one by one.', 'Or leave it out.'],
      encrypted: ['Save it without a password and add that.', 'Or leave it out.'],
      other: [
        'Save it in another format, if a program can do so: a picture as JPEG or PNG, a film as MP4, a document as DOCX or ODT. Then add that.',
        'Or leave it out.',
      ],
    },
    kinds: {
      place: 'Place',
      time: 'Time',
      device: 'Device',
      serial: 'Serial number',
      author: 'Names of people',
      software: 'Program',
      title: 'Title',
      comment: 'Note',
      thumbnail: 'Small preview',
      history: 'Earlier versions',
      'tracked-changes': 'Recorded changes',
      identifier: 'Identifying number',
      'unknown-part': 'Something unknown',
    },
    unshown: {
      place: 'where it was made',
      time: 'when it was made or changed',
      device: 'with what device it was made',
      serial: 'the number of a single device',
      author: 'who made or changed it',
      software: 'with what program it was made',
      title: 'a title or description',
      comment: 'a note that is not shown',
      thumbnail: 'a small picture, perhaps of how the file looked before it was changed',
      history: 'traces of how it was edited',
      'tracked-changes': 'what was deleted or added, and by whom',
      identifier: 'a number by which copies of it can be recognised',
      'unknown-part': 'data whose meaning this page does not know',
    },
    position: (latitude: string, isNorth: boolean, longitude: string, isEast: boolean) =>
      `${latitude}° ${isNorth ? 'north' : 'south'}, ${longitude}° ${isEast ? 'east' : 'west'}`,
    map: 'A map of the world with a dot at this place',
    more: (count: string) => `and more of this kind: ${count}`,
    names:
      'The name of a file goes along too, encrypted. A name can tell when a picture was taken, or who is in it.',
    numberNames: 'Replace all names with numbers',
    rename: 'Change the name',
    name: 'Name under which it goes along',
  },

  receipt: {
    heading: 'Your twelve words',
    lead: 'Please write these words on paper, in this order. Nothing has been sent yet.',
    why: [
      'They are the only way to read our reply and to write to us again.',
      'They were made on this device just now. They are never sent and are stored nowhere. If they are lost nobody can recover them, neither we nor the server.',
      'Whoever finds them can read our replies and write in your name, but cannot read your testimony. Keep the paper where nobody looks, and do not write this page’s address on it.',
      'Please do not photograph the screen, if you can avoid it: photos are often copied to other devices.',
    ],
    language: 'Language of the words',
    languageHint:
      'If you choose another language, you receive new words. Those shown before are not valid any more.',
    noOwnWords:
      'There is no list of words in the language of this page, so your words are English. Below you can choose another language for them.',
    written: 'I have written them down',
    checkHeading: 'Let us make sure',
    checkLead: 'Please type these words from your paper. Capital letters and accents do not matter.',
    word: (position: string) => `Word ${position}`,
    wrong: (position: string) => `Word ${position} is not the same. Please look at your paper again.`,
    send: 'Encrypt and send',
    again: 'Show the words again',
    print: 'Print the words',
    printHint:
      'On the sheet there are only numbers and words. Print only on a printer that is yours: a printer, or the device that it hangs on, can keep a copy.',
    copyHeading: 'Do not copy the words, if you can avoid it',
    copyWarning:
      'Nothing has been copied yet. Whatever is in the clipboard, other programs on this device can read. Some devices send it on to your other devices or to a company, and the keyboard of a telephone can remember it. Paper is safer.',
    copyYes: 'Copy all the same',
    copyNo: 'Do not copy',
    copied:
      'The words are in the clipboard now. When you have put them where you want them, copy something else, so that they do not stay there.',
  },

  sending: {
    heading: 'Your testimony is being sent',
    headingFollowUp: 'Your message is being sent',
    lead: 'Please leave this page open until it says “received”. A broken connection is no harm: it goes on where it stopped.',
    preparing: 'Encrypting on this device …',
    proving:
      'Your browser is doing a calculation that keeps this portal free of floods. It can take a while; nothing is needed from you.',
    provingFor: (minutes: string, isSlow: boolean) =>
      `Your browser is doing a calculation that keeps this portal free of floods. Here it takes some ${minutes} minutes, now and then three times as long. You can wait with this page open, or cancel and come back another day, when less may be asked.` +
      (isSlow
        ? ' At this address the browser cannot use its own fast cryptography. At an address of this portal that begins with https or ends with .onion it takes far less; there you would have to write everything again.'
        : ''),
    sending: 'Encrypting and sending …',
    resumed: 'The connection is back. Going on where it stopped.',
    lost: 'The connection is lost. Nothing is lost with it.',
    trouble: 'The server does not take it just now.',
    retryIn: (seconds: string) => `Next try in ${seconds} s.`,
    tryNow: 'Try now',
    paused: 'Paused. What the server has confirmed stays there for now.',
    full: 'The server has no room just now. This page keeps everything and waits for you.',
    fullForFiles:
      'The server has no room for files just now; it keeps what is left for texts. This page keeps everything and waits for you.',
    sendText: 'Send the text now, without the files',
    sendTextHint:
      'If you send the text alone, this page lets go of the files afterwards. You can send them another day with your twelve words. Or wait and choose “Go on” to try again with everything.',
    progress: 'Confirmed by the server',
    confirmed: (confirmed: string, total: string) => `The server has confirmed ${confirmed} of ${total}.`,
    padding: 'It is more than you wrote: it is filled up so that its size says little.',
    pause: 'Pause',
    resume: 'Go on',
    cancel: 'Cancel',
    cancelSure: 'Really cancel? The server is then asked to throw away what has been sent so far.',
    cancelYes: 'Yes, cancel',
    cancelNo: 'No, go on',
    cancelled: 'Cancelled',
    cancelledAsking: 'Nothing more is being sent. Asking the server to throw away what it holds …',
    cancelledText:
      'Nothing has been received. What you wrote is still here, on this page only. You can change it and send it again, with the same twelve words.',
    cancelledLate:
      'It may have arrived all the same. Everything had left this device before you cancelled, and the server has not confirmed that it threw it away. If it has arrived, only the organisation’s reviewers can read it. Keep your twelve words: with them you can write here and ask for it to be deleted. What you wrote is also still on this page. If you send it again, the organisation may receive it twice, which does no harm.',
    failed: 'It could not be sent',
    failedText: 'What you wrote is still here, on this page only.',
    sendAgain: 'Send again',
    change: 'Back to what I wrote',
  },

  voice: {
    heading: 'Speak instead of writing',
    warning:
      'A voice can be recognised, by people and by machines, and so can sounds in the background. If nobody must know who you are, write instead, or let somebody else read your words aloud.',
    hint: 'What you say stays in this page, up to an hour at a time, and is encrypted with the rest when you send it. This page saves nothing on the device; a phone that is short of memory may put parts of what the browser holds on its storage by itself.',
    missing:
      'This browser does not let pages record; Tor Browser never does. You can record with another program and add the file. Delete it from the device afterwards.',
    asking: 'The browser is asking whether this page may use the microphone.',
    refused:
      'The microphone cannot be used. Perhaps the browser or the device does not allow it. You can write instead, or add a file that was recorded elsewhere.',
    start: 'Start recording',
    recording: 'Recording',
    paused: 'The recording is paused.',
    pause: 'Pause',
    resume: 'Go on',
    end: 'End and keep',
    discard: 'Throw away',
    full: 'An hour was recorded and is kept below. The recording has ended; you can begin another one.',
    endFirst: 'A recording is still running. Please end it before you go on.',
  },

  pace: {
    heading: 'Send slowly',
    what: 'If you fear that somebody who watches the connection could notice a large upload, it can go out in small uneven pieces, with uneven pauses between them. A text alone is small and goes out at once.',
    fast: 'As fast as the line allows',
    slow: 'Slowly, in small pieces with pauses',
    rate: 'How much, on average',
    inAMinute: (size: string) => `${size} in a minute`,
    piece: 'Size of the pieces',
    about: (size: string) => `about ${size}`,
    takes: (time: string) => `What is left takes about ${time}. This page must stay open until then.`,
    limits:
      'It hides nothing from somebody who adds up all the bytes of a day: they learn that something was sent from where you are, and when; with Tor Browser, not where to. You can change this while it is being sent.',
    resting: (seconds: string) => `Pausing on purpose. Next piece in ${seconds} s.`,
  },

  done: {
    heading: 'Received',
    lead: 'The server has confirmed that everything has arrived and is stored, encrypted.',
    leadText:
      'The server has confirmed that your text has arrived and is stored, encrypted. Your files were not sent.',
    nextFiles:
      'To send the files another day, come back to this page, choose “Read a reply”, type your twelve words, choose “Write without looking”, and add them there.',
    nextHeading: 'What comes next',
    next: (isDemonstration: boolean) => [
      'The organisation’s reviewers open it on their own computers. That can take several days.',
      'When they have opened it, a note saying so appears under your twelve words. If there is a reply or a question, you find it there too.',
      `Replies appear ${pace(isDemonstration)}. It is enough to look in a few days. They stay for a limited time, usually about two months.`,
      'If there is no note after two weeks, something went wrong between the server and the organisation. Please send again then, or reach the organisation another way.',
    ],
    wipedHeading: 'Now',
    wiped:
      'This page has let go of what you wrote, your files and the words. A browser does not let a page do this with certainty, so please close this tab now. In Tor Browser, choose “New identity” as well. If you wrote notes or made copies on this device, think of them too.',
  },

  replies: {
    heading: 'Read a reply',
    lead: 'Please type or paste your twelve words, in the order in which you wrote them down. They stay on this device.',
    words: 'Your twelve words',
    wordsHint:
      'In whichever language they are, whatever the language of this page. With spaces between them; Chinese and Japanese words also without.',
    look: 'Look for a reply',
    write: 'Write without looking',
    writeHint:
      'If you have just read a reply: take a new identity in Tor Browser, come back and choose this. Then the server cannot tie your message to your looking.',
    looking: 'Looking …',
    private:
      'Whether or not there is a reply, your browser asks the server for the same two things. The server does not learn which.',
    asOf: (day: string, isDemonstration: boolean) =>
      `As of ${day}. New replies appear ${pace(isDemonstration)}.`,
    found: 'What lies under your words',
    nothing: 'There is nothing under these words yet',
    nothingWhy: 'That can have several reasons:',
    nothingReasons: (isDemonstration: boolean) => [
      'The organisation has not opened your testimony yet. This can take several days.',
      `It was opened only just now: replies appear ${pace(isDemonstration)}.`,
      'It is long ago: replies stay for a limited time, usually about two months.',
      'The words belong to another organisation, or a slip happened to give other valid words. Please compare with your note.',
    ],
    nothingAdvice:
      'Please look again in a few days. If there is still nothing after two weeks, please send your testimony again or reach the organisation another way.',
    acknowledgement: 'Received and readable',
    acknowledgementText: 'The organisation has opened what you sent and can read it.',
    acknowledgementFollowUp: 'The organisation has opened your later message and can read it.',
    reply: 'Reply from the organisation',
    missing: (count: string) =>
      `Not everything is here. Missing: ${count}. These are earlier notes, or parts of one, on which what you see here follows. They may have run out, or the server is holding them back.`,
    forged: (count: string) =>
      `Forged: ${count}. It is addressed to you, but it lacks the organisation’s proof. It is not shown. Do not believe anybody who refers to it.`,
    damaged: (count: string) =>
      `Cannot be opened: ${count}. Something lies in a place of yours that was damaged, or was put there by somebody who has neither your words nor the organisation’s keys. It is not shown.`,
    swapped: (count: string) =>
      `Swapped: ${count}. The server has laid genuine notes in places that are not theirs. They are shown where they belong.`,
    replayed: (count: string) =>
      `Repeated: ${count}. The server has laid a copy of a genuine note in another place, perhaps over something else. The note is shown once.`,
    tampered:
      'This should not happen, and somebody may be tampering with the server. What is shown below has been checked and is genuine. If you can, tell the organisation in another way.',
    stale: (day: string) =>
      `The server shows how things stood on ${day}, although it should have something newer. Perhaps the date of your device is wrong. If not, the server has a fault or is holding newer replies back.`,
    incomplete: 'Part of this reply is missing.',
    more: 'There are older replies in another place. To read them, look again.',
    lookAgain: 'Look again',
    followUp: 'Write to the organisation',
    otherWords: 'Enter other words',
    close: 'When you have finished, please close this tab. In Tor Browser, choose “New identity”.',
    count: (count: string) => `Words so far: ${count} of 12.`,
    unknownWord: (position: string, word: string) =>
      `Word ${position}, “${word}”, is not in the list. Please compare it with your note.`,
    suggestions: 'Words that begin like this',
    unanswered: 'What has not been answered',
    waiting: (day: string) => `Your testimony was opened on ${day}. There is no reply to it yet.`,
    waitingFollowUp: (day: string) =>
      `A later message of yours was opened on ${day}. There is no reply to it yet.`,
    nothingWaiting: 'Nothing of yours has been opened since the last reply.',
    lastReply: (day: string) => `The last reply is from ${day}.`,
    unansweredLimits:
      'What the organisation has not opened yet does not show here. Nor does what is no longer kept, or what the server may be holding back.',
  },

  followUp: {
    heading: 'Write again',
    advice:
      'If you have just looked for a reply, the server could tell that the same visitor is now sending a message, though not what it says. To avoid this, choose “New identity” in Tor Browser first, then come back, enter your words and choose “Write without looking”.',
    label: 'Your message',
    hint: 'An answer, something to add, a correction. If you only want to change what may be done with it, or ask for it to be deleted, you can leave this empty and choose that below.',
    missing: 'Please write something first.',
    send: 'Encrypt and send',
  },
} as const;

/** For browsers without JavaScript: what is possible there, and what became of a form. In no script. */
export const plain = {
  heading: 'JavaScript is switched off',
  lead: 'So this page cannot encrypt, and its own questions stay closed. You can still send a file that you have encrypted yourself, on a computer that you trust, with the free program “age”. This page says how.',
  better:
    'With JavaScript much more is possible: in Tor Browser, choose the security level “Standard” or “Safer” (the shield beside the address, then Settings) and load this page again. Or reach the organisation another way.',
  differsHeading: 'What is different without JavaScript',
  differs: [
    'You receive no twelve words, unless the offline page has made your file. Without them you cannot read a reply here, add something later or take it back. If you want an answer, write into the file how you can safely be reached.',
    'The size of your file can be seen, by the server and perhaps by whoever watches your connection. It is not filled up here.',
    'Your browser sends the name of the encrypted file along, unencrypted. The server does not keep it. Give it a name that says nothing, such as testimony.age.',
    'What is hidden in your files stays in them: where and when a photo was taken, who wrote a document. Those who read your testimony at the organisation can see it. Nothing is looked for or taken out here.',
    'This page cannot check the organisation’s signature for you. Below it says how you can.',
  ],

  howHeading: 'How to encrypt',
  how: [
    'Get the program age, version 1.3 or newer, on the computer on which you write. “age --version” says which one it is; older ones cannot do it.',
    'Write what happened into a text file, such as testimony.txt. A text alone is enough. The questions further down can help you.',
    'Save the recipient beside it. It is a public key: with it anybody can encrypt, and only those who read at the organisation can open.',
    'In a terminal, in that folder, encrypt the file:',
    'The encrypted file is testimony.age. Bring it to this browser and hand it in below.',
  ],
  several:
    'If you have several files, put them all into a folder “testimony” and pack it first. The first command also works on macOS and Windows, but writes into the archive when each file was changed, and on most systems your name there. The second leaves that out, on Linux:',
  severalThen: 'Then encrypt testimony.tar instead of testimony.txt:',
  armour: 'Please encrypt without “-a” and to nobody else, or the server refuses the file.',

  recipientHeading: 'The recipient',
  desksHeading: 'The recipients',
  desks:
    'Choose one. If somebody among them is involved in what happened, choose others. Encrypt to one recipient only.',
  save: 'Save the recipient as a file',
  show: 'Show it as text',
  asText: 'If you cannot save it, copy this text, all of it, and put it in the place of RECIPIENT:',

  checkHeading: 'Is the recipient genuine?',
  check:
    'The organisation has signed its recipients with its root key. If it has given you the fingerprint of that key some other way, compare the two. If they differ, do not send anything here. If they are the same, that is a good sign but no proof: a server in wrong hands could show any fingerprint.',
  fingerprint: 'Fingerprint',
  proofSummary: 'Check it on your computer',
  proof: [
    'Save these three files: the keyring, its signature and the root key.',
    'With the program minisign, check the signature. It must say that it is verified.',
    'Work out the fingerprint from the files (Linux). It must be the one that you were given.',
    'The recipient that you use must stand in keyring.json, letter by letter. This finds it:',
  ],

  formHeading: 'Hand in the encrypted file',
  label: 'The encrypted file, at most __WITNESSBOX_PLAIN_SIZE__',
  send: 'Send the encrypted file',
  wait: 'Your browser sends the file exactly as it is, with its name. Please choose only one that you have encrypted, with a name such as testimony.age. It can take a while, and your browser shows little meanwhile. It has only arrived when a new page says “Received”. If the connection breaks, nothing of it is kept; please begin again.',

  closedHeading: 'Nothing can be sent for now',
  closed:
    'The organisation’s keys have run out: their last day was __WITNESSBOX_VALID_UNTIL__. Please come back in a few days or reach the organisation another way.',
  offHeading: 'Nothing can be sent without JavaScript',
  off: 'This portal takes nothing in from browsers without JavaScript.',
  questions:
    'The buttons and fields further down need JavaScript. The questions can help you with your text.',

  answers: {
    received: {
      heading: 'Received',
      text: 'The server has confirmed that your encrypted file has arrived and is stored.',
      ways: [
        'The organisation’s reviewers open it on their own computers. That can take several days. Whether they can open it, this page cannot tell.',
        'If the offline page has made the file, your twelve words are good: with JavaScript you can look here for a reply in a few days. Otherwise there is no receipt, and no reply appears here; if you have written how you can be reached, they may use it.',
        'Please do not load this page again, or your browser sends the file once more.',
        'Think of what is left: the encrypted file, the text and the recipient on your devices.',
        'Please close this tab now. In Tor Browser, choose “New identity” as well.',
      ],
    },
    'not-age': {
      heading: 'Not received',
      text: 'This is no file that age has encrypted, or no file was chosen. Nothing of it was kept.',
      ways: [
        'If it was not encrypted, it has now gone to the server as it is. The server threw it away and is built to keep no record of it, but we cannot promise that nobody saw it.',
        'Please encrypt it as the page says, without “-a”, and choose the file that ends in “.age”.',
      ],
    },
    'wrong-recipient': {
      heading: 'Not received',
      text: 'The file is encrypted, but not to this kind of recipient, or not to it alone. Nothing of it was kept.',
      ways: [
        'Please use age 1.3 or newer, with the recipient from this page only. A passphrase, another recipient or a second one is refused.',
      ],
    },
    damaged: {
      heading: 'Not received',
      text: 'The file is cut off or damaged: no encrypted file has this length. Nothing of it was kept.',
      ways: ['Please copy it once more from where you encrypted it, or encrypt again, and send that.'],
    },
    'too-large': {
      heading: 'Not received',
      text: 'The file is larger than this form takes: at most __WITNESSBOX_PLAIN_SIZE__. Nothing of it was kept.',
      ways: [
        'Please send the text first, and files in several smaller parts, each encrypted by itself. Write into each which others belong to it.',
        'Or use this page with JavaScript, in Tor Browser at “Standard” or “Safer”: it takes far larger files.',
      ],
    },
    crowded: {
      heading: 'Not received',
      text: 'Too many are sending in this way just now, or your connection was too slow while others waited. Nothing of it was kept.',
      ways: [
        'Please try again in a few minutes. A small file gets through more easily.',
        'Or use this page with JavaScript, in Tor Browser at “Standard” or “Safer”: there you do not have to wait behind them.',
      ],
    },
    full: {
      heading: 'Not received',
      text: 'The server has no room for this way of sending just now. Nothing of it was kept.',
      ways: [
        'Please come back another day.',
        'Or use this page with JavaScript, in Tor Browser at “Standard” or “Safer”: for that some room is kept.',
      ],
    },
    closed: {
      heading: 'Not received',
      text: 'The organisation’s keys have run out, so nothing can be sent for now. Nothing of it was kept.',
      ways: ['Please come back in a few days or reach the organisation another way.'],
    },
    unclear: {
      heading: 'Not received',
      text: 'What came was not the form of this page, or not all of it arrived. Nothing of it was kept.',
      ways: ['Please go back to the page, choose the file and send it from there.'],
    },
    trouble: {
      heading: 'Not received',
      text: 'The server has trouble just now. It has not confirmed that your file is stored.',
      ways: [
        'Please try again in a while. If it was stored all the same, the organisation receives it twice, which does no harm.',
      ],
    },
  },
  back: 'Back to the page',
} as const;

/** The intake form to start from (web/intake/default.ts): its questions, and what consent to each use means. */
export const intake = {
  what: {
    label: 'What happened?',
    hint: 'Tell it in your own words and in any order. Write as much or as little as you wish. If you are not sure of something, say so; that helps.',
  },
  when: {
    label: 'When was it?',
    fields: {
      when: {
        label: 'The date, as exactly as you know it',
        hint: 'A year alone is fine, or a year and a month.',
      },
      'when-words': {
        label: 'The time in your own words',
        hint: 'For instance: in spring two years ago, at night, every week since then.',
      },
    },
  },
  where: {
    label: 'Where was it?',
    hint: 'Fill in only what you know and want to say.',
    fields: {
      where: {
        label: 'The place in your own words',
        hint: 'A street, a building, a road between two towns.',
      },
      country: { label: 'Country' },
      province: { label: 'Province, region or state' },
      city: { label: 'City or prefecture' },
      county: { label: 'County or district' },
      township: { label: 'Township, street committee or village' },
      facility: {
        label: 'Police station, camp, prison, hospital, office',
        hint: 'Its name or number, or what people call it.',
      },
    },
  },
  who: {
    label: 'Who did it?',
    hint: 'Officials, police, guards, employers, informers: whoever did it, ordered it or let it happen. You can add several people.',
    fields: {
      officials: {
        label: 'A person or a group',
        hint: 'If you know no name, say what you do know.',
        add: 'Add another person or group',
        fields: {
          name: { label: 'Name, or what they were called' },
          post: { label: 'Post or rank' },
          agency: { label: 'Agency or organisation' },
          unit: { label: 'Unit, department or station' },
          badge: { label: 'Badge number, vehicle, number plate, uniform' },
          did: { label: 'What this person or group did' },
          'known-how': {
            label: 'How do you know that it was them?',
            options: {
              saw: 'I saw or heard it myself',
              'said-so': 'They said who they were',
              papers: 'It stands in papers, or on a badge or vehicle',
              known: 'I knew them from before',
              told: 'Somebody told me',
              guess: 'I believe so, but I am not sure',
            },
          },
        },
      },
    },
  },
  harmed: {
    label: 'Who was harmed, and how?',
    hint: 'You need not name anybody. Leave out names of people who would be in danger if they were known.',
    fields: {
      harmed: {
        label: 'A person or a group',
        add: 'Add another person or group',
        fields: {
          person: {
            label: 'Who is it?',
            options: {
              me: 'I myself',
              family: 'Somebody of my family',
              other: 'Somebody else',
              many: 'Several people, or a whole place',
            },
          },
          name: { label: 'Name or another description', hint: 'Only if it puts nobody in danger.' },
          harm: {
            label: 'What was harmed?',
            options: {
              life: 'Somebody died or disappeared',
              detention: 'Freedom: detention, house arrest, a ban on travelling',
              health: 'Health of body or mind',
              income: 'Work, income or pension',
              schooling: 'School or studies',
              property: 'House, land or belongings',
              family: 'Family life, children',
              faith: 'Faith, language or culture',
              other: 'Something else',
            },
          },
          'harm-words': { label: 'What it did to them, then and now' },
        },
      },
    },
  },
  relation: {
    label: 'How do you know of it?',
    fields: {
      relation: {
        label: 'Choose all that fit',
        options: {
          victim: 'It was done to me',
          witness: 'I saw or heard it',
          told: 'Somebody who was there told me',
          documents: 'I have papers or recordings of it',
          'took-part': 'I had to take part in it, or worked there',
        },
      },
      'relation-words': { label: 'More about this' },
    },
  },
  tried: {
    label: 'What have you tried, and who else knows?',
    hint: 'Complaints, petitions, courts, lawyers, journalists: also what led to nothing.',
    fields: {
      steps: {
        label: 'Something that was tried',
        add: 'Add another attempt',
        fields: {
          step: {
            label: 'What was it?',
            options: {
              complaint: 'A complaint to an office',
              petition: 'A petition',
              police: 'A report to the police',
              court: 'A court case',
              lawyer: 'A lawyer',
              media: 'Journalists or the internet',
              abroad: 'An organisation abroad or the United Nations',
              other: 'Something else',
            },
          },
          whom: { label: 'To whom' },
          date: { label: 'When' },
          answer: { label: 'What was the answer, or what happened then?' },
        },
      },
      'others-know': {
        label: 'Who else knows of what happened?',
        hint: 'Only if it puts nobody in danger.',
      },
    },
  },
  risk: {
    label: 'Is anybody in danger now?',
    fields: {
      risk: { label: 'What could happen to you or others, now or if this becomes known?' },
      careful: {
        label: 'How should we be careful?',
        hint: 'For instance: details that only you could know, people who must not be asked, times at which nothing should be published.',
      },
    },
  },
  evidence: { label: 'Do you have files?' },
  want: {
    label: 'What do you want to happen?',
    fields: {
      want: {
        label: 'What you would like us to do, or not to do',
        hint: 'You may leave this empty and tell us later.',
      },
    },
  },
  files: {
    'made-by': { label: 'Who made it?', hint: 'Only if it puts nobody in danger.' },
    'made-when': { label: 'When was it made?' },
    copy: {
      label: 'Is it the original?',
      options: {
        original: 'The original, as it was made',
        copy: 'A copy, or sent on by somebody',
        picture: 'A photo or scan of a paper or a screen',
        unknown: 'I do not know',
      },
    },
  },
  notice: {
    text: 'Whatever you choose, the organisation’s reviewers read what you send. Beyond that, each use needs your yes, and you can give it for each by itself. What you do not choose is a no. You can change it later or take it back with your twelve words. What has been published or handed on by then cannot be called back.',
    uses: {
      numbers: {
        label: 'Count it in figures that show nobody',
        consequence:
          'For instance: “so many people reported this in this province”. Nothing that you wrote is quoted.',
      },
      anonymous: {
        label: 'Publish it without what could show who you are',
        consequence:
          'Names, places and times that could lead to you or others are taken out first. People who know the case well may recognise it all the same.',
      },
      partners: {
        label: 'Hand it to human-rights partners and United Nations bodies',
        consequence:
          'They get what you wrote, on the promise to protect it. After that the organisation no longer decides alone who reads it.',
      },
      courts: {
        label: 'Give it to courts and prosecutors abroad, with your identity sealed',
        consequence:
          'It can help to hold those responsible to account. A court may one day want to know who you are; the organisation asks you before.',
      },
      named: {
        label: 'Publish it with your name, if you gave it',
        consequence:
          'Everybody can read it, the officials too. It cannot be taken back, and it can bring you and your family into danger.',
      },
    },
  },
} as const;

/** The offline page (web/offline), beside what it says in the words of the page online. */
export const offline = {
  start: {
    heading: 'You can write here without a connection',
    lead: (organisation: string) =>
      `${organisation} listens to people who were detained, beaten, extorted or silenced by officials. With this page you can write down what happened on a device without a connection. It becomes one encrypted file. You hand that file in later, from any device, or give it to somebody on a USB stick.`,
    testifyHint: 'If you can, switch off Wi-Fi and mobile data first, or pull out the cable.',
    steps: [
      'This page sends nothing. It has rules in it by which the browser refuses it to fetch or send anything. To be certain, switch the connection off before you write.',
      'What you write is encrypted on this device. Only the organisation’s reviewers can open it, on their own computers.',
      'Before the file is made you receive twelve words. With them you can later read our reply on the portal and write again. Nobody else has them.',
      'At the end you save one file, testimony.age. It has only reached us once it was handed in on the portal and the portal says “Received”.',
    ],
    limitsList: [
      'It cannot tell from inside whether somebody has changed this file. How you can check it is said below.',
      'It cannot protect you from somebody who controls this device or can see the screen.',
      'This page and the encrypted file stay on the device or the stick until you delete them, and what was deleted can often be brought back. Whoever finds them can see that you wrote to this organisation, and about how much, but not what.',
      'It cannot read a reply or write a second time under the same words. That is only possible on the portal.',
      'It cannot bring quick help. If you are in danger now, please first go where you are safe.',
    ],
    checking: 'Checking the organisation’s signature …',
    validUntil: (day: string) =>
      `Its keys are valid until ${day}. After that, please use a newer file; an encrypted file that you have made by then can still be handed in, best soon.`,
    fingerprintHint:
      'If the organisation has given you its fingerprint some other way, compare the two. If they differ, do not write here. If they are the same, that is a good sign but no proof: a changed file could show any fingerprint.',
    notVerified: 'No file can be made with this page',
  },
  check: {
    heading: 'Is this file genuine?',
    lead: 'Nothing that this page says about itself is proof. Before you write, compare the file with what the organisation says, on a computer with the programs sha256sum or minisign:',
    steps: [
      'With sha256sum the file gives 64 digits and letters. The organisation may have published them, and the portal shows them where it offers this file. The best comparison is with somebody who fetched it elsewhere:',
      'With minisign and the signature, which the portal offers beside this file, the answer must be that it is verified. In the place of ROOTKEY put the organisation’s root key, from a source that you trust:',
    ],
  },
  leave: {
    hint: 'If somebody comes: press “Leave now” at the top, or the Esc key three times. This page is empty at once and lets go of what you wrote. The file of this page stays where you saved it, and this browser may remember that it was opened.',
  },
  receipt: {
    lead: 'Please write these words on paper, in this order. Nothing has left this page yet.',
    send: 'Make the encrypted file',
  },
  form: {
    nextHint: 'Next you receive your twelve words. After them the encrypted file is made.',
  },
  making: {
    heading: 'Your file is being encrypted',
    lead: 'Please leave this page open. Large files can take a while, and longer in Tor Browser at “Safer”.',
    progress: 'Encrypted so far',
    encrypted: (done: string, total: string) => `${done} of ${total} are encrypted.`,
    cancelled: 'Cancelled',
    cancelledText:
      'No file was made. What you wrote is still here, on this page only. Your twelve words stay the same.',
    failed: 'The file could not be made',
    failedText:
      'What you wrote is still here, on this page only. If there are large files, this device may be short of memory: please leave some out, and hand them in later on the portal with your twelve words.',
    again: 'Try again',
  },
  made: {
    heading: 'Your encrypted file is ready',
    lead: 'It is only in this page so far. Please save it now. Once this page is closed, it cannot be made again.',
    save: 'Save the file',
    size: (size: string) =>
      `Its name is testimony.age, and it has ${size}. It is more than you wrote: it is filled up so that its size says little.`,
    name: 'You may give it another name, as long as it ends in .age.',
    nextHeading: 'What to do next',
    next: [
      'Look whether the file is where your browser saves downloads, or copy it to a USB stick.',
      'Bring it to a device with a connection, best with Tor Browser. On the organisation’s portal choose “Hand in an encrypted file”. Or give it to somebody who does it for you: they cannot read it.',
      'Please do it soon. The organisation changes its keys, and what was made with old ones can be opened for a limited time only.',
      'It has arrived when the portal says “Received”. Then look on the portal in a few days for a reply, with your twelve words.',
    ],
    destroyHeading: 'What is left on this device',
    destroy: [
      'The encrypted file cannot be made again. If it is safe for you, keep it until a note under your twelve words says that it was received; only then delete it from the device and from the stick, and this page too. If you must delete it sooner, it cannot be sent a second time. On a USB stick and on most phones and computers, deleted files can be brought back for a while; a stick that you can destroy is safer.',
      'Your notes and the originals of your files are still where they were.',
      'The browser may remember that this page was opened and that a file was saved. In Tor Browser, choose “New identity”; in others, clear the history and the list of downloads.',
    ],
    wiped:
      'This page has let go of what you wrote, your files and the words; only the encrypted file is left in it. When you have saved it, please close this page.',
  },
  problems: {
    notGenuine:
      'The organisation’s signature does not fit. Somebody may have changed this file, or it was damaged on its way. For your safety no file can be made with it. Please fetch it again, or reach the organisation another way.',
    wrongQuestions:
      'The questions in this file are not those that the organisation signed. For your safety no file can be made with it. Please fetch it again, or reach the organisation another way.',
    expired:
      'The organisation’s keys in this file have run out. Please check the date of your device. If it is right, please fetch a newer file from the portal.',
    tooLarge:
      'One of the files is larger than fits. Please leave it out, and hand in smaller parts of it later.',
  },
  footer:
    'This page keeps nothing but the file that you save yourself. Your browser may still remember that it was opened.',
  noScript:
    'This page needs JavaScript to encrypt on this device. In Tor Browser, choose the security level “Standard” or “Safer” and open the file again. Nothing is sent either way.',
} as const;

/** Of the page online: fetching the offline page, and handing in what was encrypted with it. */
export const handIn = {
  start: {
    heading: 'Writing without a connection',
    lead: 'You can fetch a page that works without a connection. With it you write at a place and time of your choosing, and it makes one encrypted file. You hand that file in here.',
    fetch: 'Save the offline page',
    signature: 'Save its signature',
    hash: 'SHA-256 of this file',
    hashHint:
      'Compare it with what the organisation has published elsewhere, before you write in it. The file itself says how.',
    left: 'The file stays where you save it, and shows to whoever finds it that you were here.',
    handIn: 'Hand in an encrypted file',
  },
  view: {
    heading: 'Hand in an encrypted file',
    lead: 'This is for the file testimony.age that the offline page has made. It goes to the organisation as it is. Nobody on the way can read it, and you see no new words: those that you wrote down when it was made are good for it.',
    choose: 'Choose the file',
    chosen: (size: string) => `Chosen: a file of ${size}.`,
    send: 'Send',
    notAge:
      'This is no file that the offline page has made. Nothing was sent. Please look whether it is the right one; its name ends in .age.',
    damaged:
      'This file is cut off or damaged, or it was not made by the offline page. Nothing was sent. Please copy it once more from where it was saved.',
    gone: 'This file can no longer be read. Please choose it again.',
    sending: 'Your file is being sent',
    status: 'Sending …',
    kept: 'The file is still on your device. You can send it again.',
    late: 'It may have arrived all the same. If it has, only the organisation’s reviewers can read it. The file is still on your device, and you can send it again: if it arrives twice, that does no harm.',
    back: 'Back to the file',
    done: 'The organisation has still to open the file. If it is safe for you, keep it until a note under your twelve words says that it was received; only then delete it, and the offline page too. If you must delete it now, it cannot be sent a second time. Deleted files can often be brought back for a while.',
    twice: 'If it should ever be handed in twice, that does no harm.',
  },
} as const;

/** The same for browsers without JavaScript, where the page can only be fetched. */
export const offlinePlain = {
  heading: 'Easier: the offline page',
  lead: 'Save this page and open it in a browser with JavaScript, best without a connection: it asks you the questions, encrypts for you, fills the size up, and gives you twelve words for a reply. Hand in the file that it makes with the form below.',
  save: 'Save the offline page',
  signature: 'Save its signature',
  check:
    'Check before you open it that it is genuine. What stands here comes from the same server as the file: it only shows that nothing was damaged on the way. Proof is what the organisation has published elsewhere. The SHA-256 here is:',
  minisign:
    'Or check its signature with minisign. In the place of the key after “-P” put the one that the organisation has given you some other way, if it has:',
} as const;
