/**
 * English, for browsers without JavaScript: what is possible there, and what became of a form. Apart from en.ts, because no
 * script needs it.
 *
 * @module
 */
export const plainEn = {
  heading: 'JavaScript is switched off',
  lead: 'So this page cannot encrypt, and its own questions stay closed. You can still send a file that you have encrypted yourself, on a computer that you trust, with the free program “age”. This page says how.',
  better:
    'With JavaScript much more is possible: in Tor Browser, choose the security level “Standard” or “Safer” (the shield beside the address, then Settings) and load this page again. Or reach the organisation another way.',
  differsHeading: 'What is different without JavaScript',
  differs: [
    'You receive no twelve words. So you cannot read a reply here, add something later or take it back. If you want an answer, write into the file how you can safely be reached.',
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
        'There is no receipt, and no reply appears here. If you have written how you can be reached, they may use it.',
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
