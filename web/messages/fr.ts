/**
 * French. For a reader in West or Central Africa, the Maghreb or France, addressed as vous: short sentences, words known
 * in all of them (agents de l’État, commissariat, gendarmerie, racketter), and no wording that says whether a man or a
 * woman reads. The reviewers are les personnes qui lisent les témoignages; clé for key, empreinte for its fingerprint,
 * avis for the note that something was received. The spaces before ; ? : and inside quotation marks are those of French
 * print; within backquotes they are written as escapes.
 *
 * @module
 */
import type {
  FirstMessages,
  Frame,
  IntakeMessages,
  LaterMessages,
  PlainMessages,
  Problems,
  Review,
  HandInMessages,
  OfflineMessages,
  OfflinePlainMessages,
} from '../shared/messages.ts';

const number = (value: number | string | undefined): string =>
  typeof value === 'number' ? value.toLocaleString('fr') : (value ?? '');

const pace = (isDemonstration: boolean): string =>
  isDemonstration ? 'ici environ une fois par minute' : 'au plus une fois par jour';

/** Who has looked it through: nobody who grew up with the language. */
export const review: Review = 'unreviewed';

/** What stands around the page, and in no script. */
export const frame: Frame = {
  title: 'Witnessbox',
  footer:
    'Cette page ne dépose aucun cookie et n’enregistre rien sur votre appareil. Votre navigateur peut quand même retenir son adresse.',
  unreviewed:
    'Ceci est une première version en français : personne ayant grandi avec cette langue ne l’a encore relue. Si quelque chose n’est pas clair, c’est la page anglaise qui compte.',
  inEnglish: 'Cette page en anglais',
  preview: 'Voici les questions',
  previewNote: 'Ce qui porte un astérisque (*) demande une réponse. Vous pouvez sauter tout le reste.',
  unchecked: 'Ce texte est arrivé avec la page. Il n’a pas encore été vérifié que l’organisation l’a signé.',
};

export const problems: Problems = {
  browserTooOld:
    'Il manque à ce navigateur quelque chose dont le chiffrement a besoin ; rien ne peut donc être envoyé d’ici. Veuillez utiliser une version actuelle de Tor Browser ou de Firefox. Dans Tor Browser, les niveaux de sécurité « Normal » et « Plus sûr » conviennent tous les deux.',
  unreachable:
    'Le serveur n’a pas répondu. Rien n’est perdu. Veuillez vérifier votre connexion et réessayer.',
  badAnswer:
    'La réponse n’est pas venue de notre serveur comme elle aurait dû. Certains réseaux intercalent une page à eux. Veuillez réessayer dans un moment, ou depuis un autre réseau ; Tor Browser aide souvent.',
  fault:
    'Quelque chose n’a pas marché dans cette page, et elle s’est arrêtée. Veuillez la recharger. Si cela se reproduit, contactez l’organisation par un autre moyen.',
  cancelled: 'Vous avez annulé. Plus rien n’est envoyé.',
  questionsChanged:
    'L’organisation a modifié ses questions depuis que vous avez commencé ; rien n’a donc été envoyé. Veuillez revenir en arrière et les parcourir encore une fois. Ce que vous avez écrit est toujours là. Veuillez aussi revoir ce qui peut en être fait.',
  notGenuine:
    'La signature de l’organisation ne correspond pas. Quelqu’un a peut-être modifié ce que ce serveur fournit. Pour votre sécurité, rien ne peut être envoyé depuis cette page. Ne continuez pas ici : contactez l’organisation par un autre moyen, et prévenez-la si vous le pouvez.',
  notYetValid:
    'D’après la date de votre appareil, les clés de l’organisation ne sont pas encore valables. Veuillez vérifier la date de votre appareil. Si elle est juste, revenez plus tard.',
  expired:
    'Les clés de l’organisation ont expiré ; rien ne peut être envoyé pour l’instant. Veuillez vérifier la date de votre appareil. Si elle est juste, revenez dans quelques jours ou contactez l’organisation par un autre moyen.',
  wrongQuestions:
    'Les questions que ce serveur fournit ne sont pas celles que l’organisation a signées. Pour votre sécurité, rien ne peut être envoyé depuis cette page. Veuillez réessayer plus tard ou contacter l’organisation par un autre moyen.',
  textTooLong:
    'Le texte est trop long pour la place prévue. Veuillez le raccourcir, ou l’enregistrer dans un fichier et joindre ce fichier : les fichiers peuvent être longs.',
  fileChanged:
    'Un des fichiers n’a pas pu être lu jusqu’au bout, ou a changé pendant la lecture. Veuillez revenir en arrière, le retirer, le choisir à nouveau et renvoyer.',
  wrongCount: ({ count }) =>
    `Il faut douze mots. Mots trouvés\u00a0: ${number(count)}. Veuillez comparer avec ce que vous avez noté.`,
  unknownWord: ({ position }) =>
    `Le mot numéro ${number(position)} n’est pas dans la liste. Veuillez le comparer, lettre par lettre, avec ce que vous avez noté.`,
  checksum:
    'Tous les mots sont dans la liste, mais ils ne vont pas ensemble de cette façon. L’un d’eux est peut-être faux, ou deux ont peut-être changé de place. Veuillez comparer avec ce que vous avez noté.',
  repliesUnreadable:
    'Il y a quelque chose pour vos douze mots, mais cela ne peut pas être ouvert. C’est peut-être abîmé, ou pas authentique ; c’est pourquoi cela n’est pas affiché. Veuillez regarder à nouveau demain.',
  uploadGone:
    'Le serveur n’a plus la partie déjà envoyée ; cet essai est donc terminé. Elle était chiffrée, et personne ne pouvait la lire. Vous pouvez renvoyer d’ici, cela ne pose aucun problème ; vos douze mots restent les mêmes.',
  tooLarge:
    'Tout ensemble, c’est plus que ce que le serveur accepte en une fois. Veuillez envoyer maintenant moins de fichiers, ou des fichiers plus petits. Vous pourrez en envoyer d’autres plus tard avec vos douze mots.',
  storageFull:
    'Le serveur n’a pas de place en ce moment. Ce que vous avez écrit est toujours sur cette page. Vous pouvez attendre et réessayer, ou revenir un autre jour.',
  textOnly:
    'Le serveur n’a pas de place pour des fichiers en ce moment ; il garde ce qui reste pour les textes. Vous pouvez envoyer maintenant votre texte sans les fichiers, et les fichiers plus tard avec vos douze mots. Ou attendre ici et réessayer.',
  serverTrouble:
    'Le serveur a des difficultés en ce moment. Rien n’est perdu. Veuillez réessayer dans un moment.',
  refused:
    'Le serveur n’a pas accepté ce que cette page a envoyé. Veuillez recharger la page. Si cela se reproduit, contactez l’organisation par un autre moyen.',
};

export const first: FirstMessages = {
  lang: 'fr',
  name: 'Français',
  dir: 'ltr',

  page: {
    languages: 'Langue',
    demonstration: 'Démonstration : n’envoyez pas de vrai témoignage.',
    back: 'Retour',
    tryAgain: 'Réessayer',
    reference: 'Si vous posez une question à ce sujet, indiquez :',
    waking:
      'Les boutons et les champs s’activent une fois la page entièrement chargée. S’ils restent gris, ce navigateur ne peut pas chiffrer, et rien ne peut être envoyé d’ici.',
  },

  leave: {
    now: 'Quitter maintenant',
    address: 'https://fr.wikipedia.org/',
    hint: (host) =>
      `Si quelqu’un vient\u00a0: appuyez sur «\u00a0Quitter maintenant\u00a0», en haut, ou trois fois sur la touche Esc (Échap). Cette page se vide aussitôt, ne garde plus ce que vous avez écrit et ouvre ${host} à sa place. Elle ne peut pas faire oublier son adresse à ce navigateur, ni faire oublier au réseau votre passage ici, ni faire disparaître ce que vous avez enregistré, copié ou imprimé.`,
    languageSure:
      'Si vous changez de langue maintenant, ce que vous avez écrit sur cette page est perdu, et plus rien n’est envoyé.',
    languageYes: 'Changer de langue',
    languageNo: 'Laisser comme c’est',
  },

  start: {
    heading: 'Vous pouvez dire ici ce que l’on vous a fait',
    lead: (organisation) =>
      `${organisation} écoute les personnes que des agents de l’État ont détenues, frappées, rackettées ou réduites au silence. Si cela vous est arrivé, ou si vous l’avez vu arriver à quelqu’un, vous pouvez l’écrire ici et dire qui l’a fait. Il ne faut pas de compte, et vous n’avez pas à donner votre nom.`,
    testify: 'Témoigner',
    testifyHint: 'Écrivez ce qui s’est passé et ajoutez des fichiers si vous en avez.',
    replies: 'Lire une réponse',
    repliesHint: 'Si vous avez déjà écrit et gardé vos douze mots.',
    whatHappens: 'Ce que devient ce que vous écrivez',
    steps: [
      'C’est chiffré dans ce navigateur, avant que quoi que ce soit ne quitte votre appareil. Le serveur ne fait que le garder ; il ne peut pas le lire.',
      'Seules les personnes qui lisent les témoignages dans l’organisation peuvent l’ouvrir, sur leurs propres ordinateurs.',
      'Avant tout envoi, vous recevez douze mots. Avec eux, vous pouvez lire ici notre réponse et écrire à nouveau. Personne d’autre ne les a.',
      'Nous ne demandons ni compte, ni adresse, ni numéro de téléphone, et le serveur est conçu pour ne garder aucune trace de qui est venu.',
    ],
    limits: 'Ce que cette page ne peut pas faire',
    limitsList: [
      'Elle ne peut pas cacher votre visite. Quelqu’un qui surveille votre connexion peut la voir, sauf si vous utilisez Tor Browser.',
      'Elle ne peut pas vous protéger de quelqu’un qui contrôle cet appareil ou qui voit l’écran. Si vous le pouvez, utilisez un appareil qui n’est qu’à vous.',
      'Elle ne peut pas savoir, de l’intérieur, si quelqu’un a pris le contrôle de ce serveur et modifié la page elle-même.',
      'Elle ne peut pas apporter une aide rapide. Si vous courez un danger maintenant, allez d’abord en lieu sûr.',
    ],
    organisation: 'Qui le reçoit',
    checking: 'Vérification de la signature de l’organisation…',
    verified: 'La signature de l’organisation correspond.',
    validUntil: (day) => `Les clés de l’organisation sont valables jusqu’au ${day}.`,
    fingerprint: 'Empreinte de la clé',
    fingerprintHint:
      'Si l’organisation vous a donné l’empreinte de sa clé par un autre moyen, comparez les deux. Si elles sont différentes, n’écrivez pas ici. Si elles sont identiques, c’est bon signe, mais ce n’est pas une preuve : un serveur tombé en de mauvaises mains pourrait afficher n’importe quelle empreinte.',
    fingerprintWords: 'La même empreinte, en mots anglais',
    notVerified: 'Rien ne peut être envoyé depuis cette page',
    silent: (day) => [
      `L’organisation ne s’est pas manifestée ici depuis le ${day}.`,
      'Il peut y avoir une raison toute simple, comme des congés. Vous pouvez écrire quand même : ce que vous envoyez attend ici, chiffré, que l’organisation vienne. Si c’est urgent, ou si après deux semaines aucun avis ne dit que c’est reçu, veuillez contacter l’organisation aussi par un autre moyen.',
    ],
  },
};

export const later: LaterMessages = {
  own: {
    about: 'Qui nous sommes',
    ways: 'Autres moyens de nous joindre',
    waysHint:
      'Ces moyens sont indiqués par l’organisation. Quelqu’un qui surveille votre téléphone ou votre connexion peut voir que vous les utilisez ; veuillez donc réfléchir d’abord à celui qui est sans danger pour vous.',
    signed: 'L’organisation a signé ce texte.',
  },

  form: {
    heading: 'Votre témoignage',
    lead: 'Écrivez aussi peu ou autant que vous voulez, dans n’importe quelle langue. Il ne faut répondre qu’aux questions qui portent la mention « réponse nécessaire ». Rien n’est envoyé pendant que vous écrivez.',
    names:
      'Ne mettez pas votre propre nom, ni ce que personne d’autre que vous ne peut savoir, si vous ne voulez pas que l’organisation sache qui vous êtes.',
    required: '(réponse nécessaire)',
    optional: '(si vous voulez)',
    missing: 'Veuillez répondre à cette question : elle porte la mention « réponse nécessaire ».',
    desk: 'Qui doit le lire ?',
    deskHint:
      'Si l’une de ces personnes a quelque chose à voir avec ce qui s’est passé, choisissez-en d’autres.',
    deskMissing: 'Veuillez choisir qui doit le lire.',
    files: 'Fichiers',
    filesHint:
      'Photos, documents, enregistrements, tout ce qui montre ce qui s’est passé. Autant que vous voulez.',
    addFiles: 'Ajouter des fichiers',
    noFiles: 'Aucun fichier ajouté.',
    removeFile: (name) => `Retirer ${name}`,
    remove: 'Retirer',
    consent: 'L’organisation peut-elle vous poser des questions ?',
    consentLabel: 'Oui, elle peut me poser des questions ici. Je peux les lire avec mes douze mots.',
    consentHint:
      'Par cette page, personne ne peut vous joindre d’une autre façon. La décision de revenir voir n’appartient qu’à vous.',
    textSize: (percent) => `Le texte occupe ${percent} de la place disponible.`,
    textTooLong: (characters) =>
      `Le texte est trop long. Caractères en trop, environ\u00a0: ${characters}. Veuillez le raccourcir, ou l’enregistrer dans un fichier et joindre ce fichier\u00a0: les fichiers peuvent être longs.`,
    tooManyFiles: (most) =>
      `C’est plus de fichiers qu’un témoignage ne peut en contenir (${most}). Veuillez envoyer les autres plus tard avec vos douze mots.`,
    next: 'Continuer',
    nextHint: 'Ensuite, vous recevez vos douze mots. Rien n’est encore envoyé.',
  },

  files: {
    hint: 'Les fichiers peuvent contenir des données cachées : où et quand une photo a été prise, qui a écrit un document, ce qu’il disait avant. Cette page les cherche ici, sur votre appareil, vous montre ce qu’elle trouve et ne l’envoie pas, sauf si vous en décidez autrement. Ce qu’un fichier montre ouvertement reste : les visages, les voix, les panneaux dans la rue.',
    lookingAt: (count) => `Recherche de données cachées. Fichiers restant à examiner\u00a0: ${count}.`,
    outcome: (found, uncleaned) =>
      `Fichiers où des données cachées ont été trouvées\u00a0: ${found}. Fichiers qui ne peuvent pas être nettoyés\u00a0: ${uncleaned}.`,
    wait: 'Vous pourrez continuer dès que tous les fichiers auront été examinés.',
  },

  topics: {
    skip: 'Vous pouvez sauter tout ce qui suit. Ouvrez ce dont vous voulez parler, dans n’importe quel ordre. Vous pouvez vous arrêter à tout moment et envoyer ce que vous avez.',
    skipSome:
      'Vous pouvez sauter tout ce qui suit, sauf ce qui porte la mention « réponse nécessaire ». Ouvrez ce dont vous voulez parler, dans n’importe quel ordre.',
    empty: 'Rien d’écrit pour l’instant',
    begun: 'Quelque chose est écrit',
    added: 'Fichiers ajoutés',
    look: 'Veuillez revoir ce point',
    unchoose: 'Effacer cette réponse',
    add: 'Ajouter encore',
    remove: 'Retirer',
    removed: 'C’est retiré.',
    undo: 'Rétablir',
    full: (most) => `Nombre maximal ici\u00a0: ${most}. Vous pouvez parler du reste dans le texte plus haut.`,
    aboutFile: 'En dire plus sur ce fichier',
  },

  dates: {
    hint: 'L’année selon le calendrier courant, par exemple 2019. Ce que vous ne savez pas peut rester vide.',
    span: 'Est-ce une date exacte ?',
    spans: {
      exact: 'C’était à cette date',
      about: 'C’était à peu près à cette date',
      range: 'De … à …',
      ongoing: 'Cela a commencé à cette date et continue encore',
    },
    from: 'De',
    to: 'À',
    since: 'Depuis',
    year: 'Année',
    month: 'Mois',
    day: 'Jour',
    unknown: 'Inconnu',
    problems: {
      year: 'Veuillez écrire l’année en quatre chiffres, selon le calendrier courant : par exemple 2019.',
      month: 'Veuillez choisir aussi le mois, ou laisser le jour vide.',
      day: 'Ce jour n’existe pas dans le calendrier. Veuillez écrire un nombre que ce mois comporte, ou laisser le jour vide.',
      end: 'Veuillez écrire au moins l’année où cela s’est terminé, ou choisir que cela continue encore.',
      order: 'La fin vient avant le début. Veuillez revoir les deux dates.',
    },
  },

  consent: {
    uses: 'Que peut-on faire de ce que vous avez écrit ?',
    before: 'Ce que vous avez accepté est-il toujours valable ?',
    revisions: {
      leave: 'Oui, que cela reste comme je l’ai choisi',
      change: 'Je veux choisir à nouveau',
      withdraw: 'Non, je retire tout ce que j’ai accepté',
    },
    revisionHints: {
      leave: 'Ce que vous écrivez maintenant peut être utilisé de la même façon.',
      change:
        'Cette page ne peut pas savoir ce que vous avez choisi avant. Ce que vous choisissez maintenant remplace tout le reste. Ce que vous ne cochez pas est un non.',
      withdraw:
        'À partir de là, l’organisation n’a plus votre accord pour rien d’autre que sa propre lecture. Ce qui aura déjà été publié ou transmis ne peut pas être récupéré.',
    },
    deletion: 'Faut-il l’effacer ?',
    deletionLabel: 'Oui, je demande à l’organisation d’effacer ce qu’elle a reçu de moi',
    deletionHint:
      'L’organisation vous répond ici, avec vos douze mots ; veuillez donc revenir voir après quelques jours. Elle ne peut pas atteindre ce qui a été publié ou transmis, ni les copies que d’autres ont faites.',
  },

  evidence: {
    looking: 'Recherche de données cachées…',
    gone: 'Ce fichier ne peut plus être lu. Veuillez le retirer et le choisir à nouveau.',
    unread: 'Cette page n’a pas pu examiner ce fichier ; elle ne peut donc pas dire ce qui y est caché.',
    missing:
      'La partie de cette page qui examine les fichiers n’est pas arrivée, ou s’est arrêtée. Si elle arrive encore, ce qu’elle trouve s’affiche ici.',
    nothingFound: 'Aucune donnée cachée de celles que nous connaissons n’a été trouvée.',
    summaries: {
      remove: (kinds) => `Données cachées qui ne sont pas envoyées\u00a0: ${kinds}`,
      keep: (kinds) => `Données cachées qui sont envoyées avec\u00a0: ${kinds}`,
      both: (kinds) => `Envoyé deux fois, sans et avec les données cachées\u00a0: ${kinds}`,
    },
    givesAway: 'En plus de ce qu’il montre, ce fichier révélerait :',
    choose: 'Que faut-il envoyer ?',
    choices: {
      remove: 'Une copie sans ces données',
      keep: 'L’original, avec toutes ces données',
      both: 'Les deux',
    },
    choiceHints: {
      remove: 'Ce que le fichier montre reste tel quel, à part ce qui figure dans la liste ci-dessus.',
      keep: 'Un original intact peut avoir plus de poids comme preuve. Les personnes qui lisent votre témoignage dans l’organisation peuvent alors voir toutes ces données ; le serveur, non.',
      both: 'La copie pour travailler, et à côté l’original, chiffré. Les mêmes personnes dans l’organisation peuvent ouvrir les deux.',
    },
    uncleaned: 'Ce fichier ne peut pas être nettoyé ici.',
    formats: {
      pdf: 'Un PDF peut contenir des noms, des dates et des versions antérieures à des endroits que personne ne peut vider avec certitude.',
      heic: 'C’est une image au format HEIC, celui des photos d’iPhone. Cette page ne peut rien en enlever.',
      archive:
        'C’est une archive. Chaque fichier qu’elle contient peut porter ses propres données cachées, et cette page ne les examine pas.',
      unknown: 'Cette page ne connaît pas ce type de fichier, et ne sait donc pas ce qui peut y être caché.',
      other: 'Cette page ne peut pas enlever les données cachées de ce type de fichier.',
    },
    obstacles: {
      damaged:
        'Il est abîmé, ou n’est pas ce qu’il semble être ; cette page ne peut donc pas dire avec certitude ce qu’il contient.',
      encrypted: 'Il est fermé par un mot de passe ; cette page ne peut donc pas regarder dedans.',
      'unknown-part':
        'Il a une partie que cette page ne connaît pas et ne peut pas enlever sans casser le fichier.',
      'too-complex': 'Il est fait de façon si compliquée que cette page ne peut pas le parcourir en entier.',
    },
    foundAllTheSame: 'Ceci y a été trouvé, et il peut y en avoir d’autres :',
    goesAsItIs:
      'Si vous l’envoyez, il part tel quel. Les personnes qui lisent votre témoignage dans l’organisation peuvent alors voir tout ce qui y est caché. Le serveur ne le peut pas.',
    adviceHeading: 'Ce que vous pouvez faire',
    advice: {
      pdf: [
        'Imprimez-le, si vous pouvez le faire sans danger, de préférence en noir et blanc ; photographiez les pages et ajoutez les photos.',
        'Ou recopiez l’essentiel dans votre témoignage, comme texte.',
        'Ou ne l’envoyez pas.',
      ],
      heic: [
        'Enregistrez-le en JPEG, par exemple avec le programme de photos de l’appareil, et ajoutez cette copie.',
        'Pour de nouvelles photos : dans les réglages de l’appareil photo de l’iPhone, sous « Formats », choisissez « Le plus compatible ».',
        'Ou ne l’envoyez pas.',
      ],
      archive: ['Décompressez-la et ajoutez les fichiers un par un.', 'Ou ne l’envoyez pas.'],
      encrypted: ['Enregistrez-le sans mot de passe et ajoutez cette copie.', 'Ou ne l’envoyez pas.'],
      other: [
        'Enregistrez-le dans un autre format, si un programme peut le faire : une image en JPEG ou PNG, une vidéo en MP4, un document en DOCX ou ODT. Ajoutez ensuite cette copie.',
        'Ou ne l’envoyez pas.',
      ],
    },
    kinds: {
      place: 'Lieu',
      time: 'Moment',
      device: 'Appareil',
      serial: 'Numéro de série',
      author: 'Noms de personnes',
      software: 'Programme',
      title: 'Titre',
      comment: 'Note',
      thumbnail: 'Petit aperçu',
      history: 'Versions antérieures',
      'tracked-changes': 'Modifications enregistrées',
      identifier: 'Numéro d’identification',
      'unknown-part': 'Quelque chose d’inconnu',
    },
    unshown: {
      place: 'où il a été fait',
      time: 'quand il a été fait ou modifié',
      device: 'avec quel appareil il a été fait',
      serial: 'le numéro propre à un appareil',
      author: 'qui l’a fait ou modifié',
      software: 'avec quel programme il a été fait',
      title: 'un titre ou une description',
      comment: 'une note qui ne s’affiche pas',
      thumbnail: 'une petite image, peut-être de ce qu’était le fichier avant d’être modifié',
      history: 'des traces de ses modifications',
      'tracked-changes': 'ce qui a été supprimé ou ajouté, et par qui',
      identifier: 'un numéro auquel ses copies peuvent être reconnues',
      'unknown-part': 'des données dont cette page ne connaît pas le sens',
    },
    position: (latitude, isNorth, longitude, isEast) =>
      `${latitude}° ${isNorth ? 'nord' : 'sud'}, ${longitude}° ${isEast ? 'est' : 'ouest'}`,
    map: 'Une carte du monde avec un point à cet endroit',
    more: (count) => `et d’autres de ce type\u00a0: ${count}`,
    names:
      'Le nom d’un fichier est envoyé aussi, chiffré. Un nom peut révéler quand une photo a été prise, ou qui s’y trouve.',
    numberNames: 'Remplacer tous les noms par des numéros',
    rename: 'Changer le nom',
    name: 'Nom sous lequel il est envoyé',
  },

  receipt: {
    heading: 'Vos douze mots',
    lead: 'Veuillez écrire ces mots sur du papier, dans cet ordre. Rien n’a encore été envoyé.',
    why: [
      'Ils sont le seul moyen de lire notre réponse et de nous écrire à nouveau.',
      'Ils viennent d’être créés sur cet appareil. Ils ne sont jamais envoyés et ne sont enregistrés nulle part. S’ils sont perdus, personne ne peut les retrouver, ni nous ni le serveur.',
      'Quelqu’un qui les trouve peut lire nos réponses et écrire en votre nom, mais ne peut pas lire votre témoignage. Gardez le papier là où personne ne regarde, et n’y notez pas l’adresse de cette page.',
      'Si vous pouvez l’éviter, ne photographiez pas l’écran : les photos sont souvent copiées vers d’autres appareils.',
    ],
    language: 'Langue des mots',
    languageHint:
      'Si vous choisissez une autre langue, vous recevez de nouveaux mots. Ceux affichés avant ne sont plus valables.',
    noOwnWords:
      'Il n’y a pas de liste de mots dans la langue de cette page ; vos mots sont donc en anglais. Vous pouvez choisir une autre langue pour eux ci-dessous.',
    written: 'Je les ai notés',
    checkHeading: 'Vérifions ensemble',
    checkLead:
      'Veuillez taper ces mots en les lisant sur votre papier. Les majuscules et les accents n’ont pas d’importance.',
    word: (position) => `Mot ${position}`,
    wrong: (position) => `Le mot ${position} n’est pas le même. Veuillez regarder à nouveau votre papier.`,
    send: 'Chiffrer et envoyer',
    again: 'Revoir les mots',
    print: 'Imprimer les mots',
    printHint:
      'Sur la feuille, il n’y a que des numéros et des mots. N’imprimez que sur une imprimante qui est à vous : une imprimante, ou l’appareil auquel elle est reliée, peut garder une copie.',
    copyHeading: 'Ne copiez pas les mots, si vous pouvez l’éviter',
    copyWarning:
      'Rien n’a encore été copié. Ce qui est dans le presse-papiers, d’autres programmes de cet appareil peuvent le lire. Certains appareils le transmettent à vos autres appareils ou à une entreprise, et le clavier d’un téléphone peut le retenir. Le papier est plus sûr.',
    copyYes: 'Copier quand même',
    copyNo: 'Ne pas copier',
    copied:
      'Les mots sont maintenant dans le presse-papiers. Quand vous les avez mis là où vous voulez, copiez autre chose, pour qu’ils n’y restent pas.',
  },

  sending: {
    heading: 'Envoi de votre témoignage',
    headingFollowUp: 'Envoi de votre message',
    lead: 'Veuillez laisser cette page ouverte jusqu’à ce qu’elle affiche « Reçu ». Une coupure de la connexion n’est pas grave : l’envoi reprend là où il s’est arrêté.',
    preparing: 'Chiffrement sur cet appareil…',
    proving:
      'Votre navigateur fait un calcul qui empêche que ce portail soit submergé d’envois. Cela peut prendre un moment ; vous n’avez rien à faire.',
    provingFor: (minutes, isSlow) =>
      `Votre navigateur fait un calcul qui empêche que ce portail soit submergé d’envois. Ici, cela prend environ ${minutes}\u00a0min, et de temps en temps trois fois plus. Vous pouvez attendre en laissant cette page ouverte, ou annuler et revenir un autre jour, quand il faudra peut-être moins de calcul.` +
      (isSlow
        ? ' À cette adresse, le navigateur ne peut pas utiliser son propre chiffrement rapide. À une adresse de ce portail qui commence par https ou se termine par .onion, c’est bien moins long ; là-bas, il vous faudrait tout réécrire.'
        : ''),
    sending: 'Chiffrement et envoi…',
    resumed: 'La connexion est revenue. L’envoi reprend là où il s’est arrêté.',
    lost: 'La connexion est coupée. Rien n’est perdu pour autant.',
    trouble: 'Le serveur ne l’accepte pas en ce moment.',
    retryIn: (seconds) => `Prochain essai dans ${seconds}\u00a0s.`,
    tryNow: 'Essayer maintenant',
    paused: 'En pause. Ce que le serveur a confirmé reste chez lui pour l’instant.',
    full: 'Le serveur n’a pas de place en ce moment. Cette page garde tout et attend votre décision.',
    fullForFiles:
      'Le serveur n’a pas de place pour des fichiers en ce moment ; il garde ce qui reste pour les textes. Cette page garde tout et attend votre décision.',
    sendText: 'Envoyer le texte maintenant, sans les fichiers',
    sendTextHint:
      'Si vous envoyez seulement le texte, cette page ne garde plus les fichiers ensuite. Vous pouvez les envoyer un autre jour avec vos douze mots. Ou attendez et choisissez « Reprendre » pour réessayer avec tout.',
    progress: 'Confirmé par le serveur',
    confirmed: (confirmed, total) => `Le serveur a confirmé ${confirmed} sur ${total}.`,
    padding:
      'C’est plus que ce que vous avez écrit : un remplissage est ajouté pour que la taille en dise peu.',
    pause: 'Pause',
    resume: 'Reprendre',
    cancel: 'Annuler',
    cancelSure:
      'Voulez-vous vraiment annuler ? Si oui, il est demandé au serveur de jeter ce qui a été envoyé jusqu’ici.',
    cancelYes: 'Oui, annuler',
    cancelNo: 'Non, continuer',
    cancelled: 'Annulé',
    cancelledAsking: 'Plus rien n’est envoyé. Demande au serveur de jeter ce qu’il détient…',
    cancelledText:
      'Rien n’a été reçu. Ce que vous avez écrit est toujours ici, sur cette page seulement. Vous pouvez le modifier et le renvoyer, avec les mêmes douze mots.',
    cancelledLate:
      'Il se peut que ce soit arrivé quand même. Tout avait quitté cet appareil avant que vous n’annuliez, et le serveur n’a pas confirmé l’avoir jeté. Si c’est arrivé, seules les personnes qui lisent les témoignages dans l’organisation peuvent le lire. Gardez vos douze mots : avec eux, vous pouvez écrire ici et demander que ce soit effacé. Ce que vous avez écrit est aussi toujours sur cette page. Si vous le renvoyez, l’organisation le recevra peut-être deux fois, ce qui ne pose aucun problème.',
    failed: 'L’envoi n’a pas réussi',
    failedText: 'Ce que vous avez écrit est toujours ici, sur cette page seulement.',
    sendAgain: 'Renvoyer',
    change: 'Revenir à ce que j’ai écrit',
  },

  voice: {
    heading: 'Parler au lieu d’écrire',
    warning:
      'Une voix peut être reconnue, par des gens et par des machines, et les bruits de fond aussi. Si personne ne doit savoir qui vous êtes, écrivez plutôt, ou faites lire vos mots à voix haute par quelqu’un d’autre.',
    hint: 'Ce que vous dites reste dans cette page, jusqu’à une heure par enregistrement, et est chiffré avec le reste quand vous l’envoyez. Cette page n’enregistre rien sur l’appareil ; un téléphone qui manque de mémoire peut, de lui-même, placer dans son stockage des parties de ce que contient le navigateur.',
    missing:
      'Ce navigateur ne laisse pas les pages enregistrer le son ; Tor Browser ne le permet jamais. Vous pouvez enregistrer avec un autre programme et ajouter le fichier. Effacez-le ensuite de l’appareil.',
    asking: 'Le navigateur demande si cette page peut utiliser le microphone.',
    refused:
      'Le microphone ne peut pas être utilisé. Peut-être que le navigateur ou l’appareil ne le permet pas. Vous pouvez écrire, ou ajouter un fichier enregistré ailleurs.',
    start: 'Commencer l’enregistrement',
    recording: 'Enregistrement en cours',
    paused: 'L’enregistrement est en pause.',
    pause: 'Pause',
    resume: 'Reprendre',
    end: 'Terminer et garder',
    discard: 'Jeter',
    full: 'Une heure a été enregistrée et se trouve ci-dessous. L’enregistrement est terminé ; vous pouvez en commencer un autre.',
    endFirst: 'Un enregistrement est encore en cours. Veuillez le terminer avant de continuer.',
  },

  pace: {
    heading: 'Envoyer lentement',
    what: 'Si vous craignez que quelqu’un qui surveille la connexion remarque un gros envoi, celui-ci peut partir en petits morceaux inégaux, avec des pauses inégales entre eux. Un texte seul est petit et part en une fois.',
    fast: 'Aussi vite que la connexion le permet',
    slow: 'Lentement, en petits morceaux avec des pauses',
    rate: 'Combien, en moyenne',
    inAMinute: (size) => `${size} par minute`,
    piece: 'Taille des morceaux',
    about: (size) => `environ ${size}`,
    takes: (time) => `Temps restant, environ\u00a0: ${time}. Cette page doit rester ouverte jusque-là.`,
    limits:
      'Cela ne cache rien à quelqu’un qui additionne tout ce qui passe en une journée : cette personne apprend que quelque chose a été envoyé de l’endroit où vous êtes, et quand ; mais, avec Tor Browser, pas vers où. Vous pouvez changer cela pendant l’envoi.',
    resting: (seconds) => `Pause voulue. Prochain morceau dans ${seconds}\u00a0s.`,
  },

  done: {
    heading: 'Reçu',
    lead: 'Le serveur a confirmé que tout est arrivé et est conservé, chiffré.',
    leadText:
      'Le serveur a confirmé que votre texte est arrivé et est conservé, chiffré. Vos fichiers n’ont pas été envoyés.',
    nextFiles:
      'Pour envoyer les fichiers un autre jour, revenez à cette page, choisissez « Lire une réponse », tapez vos douze mots, choisissez « Écrire sans regarder » et ajoutez-les là.',
    nextHeading: 'La suite',
    next: (isDemonstration) => [
      'Les personnes qui lisent les témoignages dans l’organisation l’ouvrent sur leurs propres ordinateurs. Cela peut prendre plusieurs jours.',
      'Quand elles l’ont ouvert, un avis qui le dit apparaît quand vous entrez vos douze mots. S’il y a une réponse ou une question, vous la trouvez là aussi.',
      `Les réponses apparaissent ${pace(isDemonstration)}. Il suffit de regarder dans quelques jours. Elles restent un temps limité, en général environ deux mois.`,
      'S’il n’y a pas d’avis après deux semaines, quelque chose n’a pas marché entre le serveur et l’organisation. Dans ce cas, veuillez renvoyer, ou contacter l’organisation par un autre moyen.',
    ],
    wipedHeading: 'Maintenant',
    wiped:
      'Cette page ne garde plus ce que vous avez écrit, ni vos fichiers, ni les mots. Un navigateur ne permet pas à une page de le faire avec certitude ; veuillez donc fermer cet onglet maintenant. Dans Tor Browser, choisissez en plus « Nouvelle identité ». Si vous avez pris des notes ou fait des copies sur cet appareil, pensez-y aussi.',
  },

  replies: {
    heading: 'Lire une réponse',
    lead: 'Veuillez taper ou coller vos douze mots, dans l’ordre où vous les avez notés. Ils restent sur cet appareil.',
    words: 'Vos douze mots',
    wordsHint:
      'Dans la langue où ils sont, quelle que soit la langue de cette page. Avec des espaces entre eux ; les mots chinois et japonais, aussi sans espaces.',
    look: 'Chercher une réponse',
    write: 'Écrire sans regarder',
    writeHint:
      'Si vous venez de lire une réponse : choisissez « Nouvelle identité » dans Tor Browser, revenez et choisissez ceci. Ainsi, le serveur ne peut pas relier votre message au fait que vous avez regardé.',
    looking: 'Recherche…',
    private:
      'Qu’il y ait une réponse ou non, votre navigateur demande au serveur les deux mêmes choses. Le serveur n’apprend pas s’il y en a une.',
    asOf: (day, isDemonstration) =>
      `Situation au ${day}. Les nouvelles réponses apparaissent ${pace(isDemonstration)}.`,
    found: 'Ce qu’il y a pour vos douze mots',
    nothing: 'Il n’y a encore rien pour ces mots',
    nothingWhy: 'Il peut y avoir plusieurs raisons :',
    nothingReasons: (isDemonstration) => [
      'L’organisation n’a pas encore ouvert votre témoignage. Cela peut prendre plusieurs jours.',
      `Il vient seulement d’être ouvert\u00a0: les réponses apparaissent ${pace(isDemonstration)}.`,
      'C’était il y a longtemps : les réponses restent un temps limité, en général environ deux mois.',
      'Les mots sont ceux d’une autre organisation, ou une erreur a donné par hasard d’autres mots valables. Veuillez comparer avec ce que vous avez noté.',
    ],
    nothingAdvice:
      'Veuillez regarder à nouveau dans quelques jours. S’il n’y a toujours rien après deux semaines, veuillez renvoyer votre témoignage ou contacter l’organisation par un autre moyen.',
    acknowledgement: 'Reçu et lisible',
    acknowledgementText: 'L’organisation a ouvert ce que vous avez envoyé et peut le lire.',
    acknowledgementFollowUp:
      'L’organisation a ouvert le message que vous avez envoyé ensuite et peut le lire.',
    reply: 'Réponse de l’organisation',
    missing: (count) =>
      `Tout n’est pas là. Manquants\u00a0: ${count}. Ce sont des avis ou réponses plus anciens, ou des parties de l’un d’eux\u202f; ce que vous voyez ici en est la suite. Leur délai est peut-être dépassé, ou bien le serveur les retient.`,
    forged: (count) =>
      `Faux\u00a0: ${count}. Cela vous est adressé, mais il y manque la preuve que cela vient de l’organisation. Ce n’est pas affiché. Ne croyez personne qui s’y réfère.`,
    damaged: (count) =>
      `Impossible à ouvrir\u00a0: ${count}. À un emplacement qui est le vôtre, il y a quelque chose qui a été abîmé, ou qui a été mis là par quelqu’un qui n’a ni vos mots ni les clés de l’organisation. Ce n’est pas affiché.`,
    swapped: (count) =>
      `Déplacés\u00a0: ${count}. Le serveur a mis des avis ou réponses authentiques à des emplacements qui ne sont pas les leurs. Ils sont affichés là où ils doivent être.`,
    replayed: (count) =>
      `Répétés\u00a0: ${count}. Le serveur a mis une copie d’un message authentique à un autre emplacement, peut-être par-dessus autre chose. Il n’est affiché qu’une fois.`,
    tampered:
      'Cela ne devrait pas arriver, et quelqu’un est peut-être en train de manipuler le serveur. Ce qui est affiché ci-dessous a été vérifié et est authentique. Si vous le pouvez, prévenez l’organisation par un autre moyen.',
    stale: (day) =>
      `Le serveur montre la situation du ${day}, alors qu’il devrait avoir quelque chose de plus récent. La date de votre appareil est peut-être fausse. Sinon, le serveur a une panne ou retient des réponses plus récentes.`,
    incomplete: 'Une partie de cette réponse manque.',
    more: 'Il y a des réponses plus anciennes à un autre emplacement. Pour les lire, cherchez à nouveau.',
    lookAgain: 'Chercher à nouveau',
    followUp: 'Écrire à l’organisation',
    otherWords: 'Entrer d’autres mots',
    close:
      'Quand vous avez terminé, veuillez fermer cet onglet. Dans Tor Browser, choisissez « Nouvelle identité ».',
    count: (count) => `Mots jusqu’ici\u00a0: ${count} sur 12.`,
    unknownWord: (position, word) =>
      `Le mot ${position}, «\u00a0${word}\u00a0», n’est pas dans la liste. Veuillez le comparer avec ce que vous avez noté.`,
    suggestions: 'Mots qui commencent ainsi',
    unanswered: 'Ce qui n’a pas reçu de réponse',
    waiting: (day) => `Votre témoignage a été ouvert le ${day}. Il n’a pas encore reçu de réponse.`,
    waitingFollowUp: (day) =>
      `Un message que vous avez envoyé ensuite a été ouvert le ${day}. Il n’a pas encore reçu de réponse.`,
    nothingWaiting: 'Rien de ce que vous avez envoyé n’a été ouvert depuis la dernière réponse.',
    lastReply: (day) => `La dernière réponse est du ${day}.`,
    unansweredLimits:
      'Ce que l’organisation n’a pas encore ouvert n’apparaît pas ici. Ce qui n’est plus conservé non plus, ni ce que le serveur retient peut-être.',
  },

  followUp: {
    heading: 'Écrire à nouveau',
    advice:
      'Si vous venez de chercher une réponse, le serveur pourrait remarquer que c’est la même visite qui envoie maintenant un message, mais pas ce qu’il dit. Pour l’éviter, choisissez d’abord « Nouvelle identité » dans Tor Browser, puis revenez, entrez vos mots et choisissez « Écrire sans regarder ».',
    label: 'Votre message',
    hint: 'Une réponse, quelque chose à ajouter, une correction. Si vous voulez seulement changer ce qui peut en être fait, ou demander que ce soit effacé, vous pouvez laisser ce champ vide et le choisir plus bas.',
    missing: 'Veuillez d’abord écrire quelque chose.',
    send: 'Chiffrer et envoyer',
  },
};

export const plain: PlainMessages = {
  heading: 'JavaScript est désactivé',
  lead: 'Cette page ne peut donc pas chiffrer, et ses propres questions restent fermées. Vous pouvez quand même envoyer un fichier que vous avez chiffré vous-même, sur un ordinateur auquel vous faites confiance, avec le programme gratuit « age ». Cette page explique comment.',
  better:
    'Avec JavaScript, bien plus est possible : dans Tor Browser, choisissez le niveau de sécurité « Normal » ou « Plus sûr » (le bouclier à côté de l’adresse, puis Paramètres) et rechargez cette page. Ou contactez l’organisation par un autre moyen.',
  differsHeading: 'Ce qui change sans JavaScript',
  differs: [
    'Vous ne recevez pas de douze mots, sauf si c’est la page à utiliser sans connexion qui a créé votre fichier. Sans ces mots, vous ne pouvez pas lire de réponse ici, ni ajouter quelque chose plus tard, ni retirer votre témoignage. Si vous voulez une réponse, écrivez dans le fichier comment vous joindre sans danger.',
    'La taille de votre fichier peut être vue, par le serveur et peut-être par quelqu’un qui surveille votre connexion. Ici, aucun remplissage n’est ajouté.',
    'Votre navigateur envoie aussi le nom du fichier chiffré, et ce nom n’est pas chiffré. Le serveur ne le garde pas. Donnez-lui un nom qui ne dit rien, comme testimony.age.',
    'Ce qui est caché dans vos fichiers y reste : où et quand une photo a été prise, qui a écrit un document. Les personnes qui lisent votre témoignage dans l’organisation peuvent le voir. Ici, rien n’est cherché ni enlevé.',
    'Cette page ne peut pas vérifier pour vous la signature de l’organisation. Plus bas, elle explique comment vous pouvez le faire.',
  ],

  howHeading: 'Comment chiffrer',
  how: [
    'Procurez-vous le programme age, version 1.3 ou plus récente, sur l’ordinateur où vous écrivez. « age --version » indique laquelle c’est ; les plus anciennes ne conviennent pas.',
    'Écrivez ce qui s’est passé dans un fichier texte, comme testimony.txt. Un texte seul suffit. Les questions plus bas peuvent vous aider.',
    'Enregistrez la clé du destinataire dans le même dossier. C’est une clé publique : avec elle, tout le monde peut chiffrer, et seules les personnes qui lisent dans l’organisation peuvent ouvrir.',
    'Dans un terminal, dans ce dossier, chiffrez le fichier :',
    'Le fichier chiffré est testimony.age. Amenez-le à ce navigateur et déposez-le ci-dessous.',
  ],
  several:
    'Si vous avez plusieurs fichiers, mettez-les tous dans un dossier « testimony » et réunissez-le d’abord en une archive. La première commande marche aussi sur macOS et Windows, mais elle écrit dans l’archive quand chaque fichier a été modifié et, sur la plupart des systèmes, le nom que vous avez sur ce système. La seconde, sur Linux, ne l’écrit pas :',
  severalThen: 'Chiffrez ensuite testimony.tar au lieu de testimony.txt :',
  armour: 'Chiffrez sans « -a » et pour personne d’autre ; sinon, le serveur refuse le fichier.',

  recipientHeading: 'La clé du destinataire',
  desksHeading: 'Les clés des destinataires',
  desks:
    'Choisissez-en une. Si l’une de ces personnes a quelque chose à voir avec ce qui s’est passé, choisissez-en d’autres. Chiffrez pour un seul destinataire.',
  save: 'Enregistrer la clé du destinataire dans un fichier',
  show: 'L’afficher comme texte',
  asText:
    'Si vous ne pouvez pas l’enregistrer, copiez ce texte en entier et mettez-le à la place de RECIPIENT :',

  checkHeading: 'La clé du destinataire est-elle authentique ?',
  check:
    'L’organisation a signé les clés de ses destinataires avec sa clé racine. Si elle vous a donné l’empreinte de cette clé racine par un autre moyen, comparez les deux. Si elles sont différentes, n’envoyez rien ici. Si elles sont identiques, c’est bon signe, mais ce n’est pas une preuve : un serveur tombé en de mauvaises mains pourrait afficher n’importe quelle empreinte.',
  fingerprint: 'Empreinte de la clé',
  proofSummary: 'La vérifier sur votre ordinateur',
  proof: [
    'Enregistrez ces trois fichiers : la liste des clés, sa signature et la clé racine.',
    'Avec le programme minisign, vérifiez la signature. Il doit dire qu’elle est vérifiée (« verified »).',
    'Calculez l’empreinte à partir des fichiers (Linux). Ce doit être celle qui vous a été donnée.',
    'La clé du destinataire que vous utilisez doit figurer dans keyring.json, lettre pour lettre. Ceci la trouve :',
  ],

  formHeading: 'Déposer le fichier chiffré',
  label: 'Le fichier chiffré, au plus __WITNESSBOX_PLAIN_SIZE__',
  send: 'Envoyer le fichier chiffré',
  wait: 'Votre navigateur envoie le fichier exactement tel qu’il est, avec son nom. Ne choisissez qu’un fichier que vous avez chiffré, avec un nom comme testimony.age. Cela peut prendre un moment, et votre navigateur montre peu de choses pendant ce temps. Il n’est arrivé que lorsqu’une nouvelle page affiche « Reçu ». Si la connexion est coupée, rien n’en est gardé ; veuillez recommencer.',

  closedHeading: 'Rien ne peut être envoyé pour l’instant',
  closed:
    'Les clés de l’organisation ont expiré : leur dernier jour était le __WITNESSBOX_VALID_UNTIL__. Veuillez revenir dans quelques jours ou contacter l’organisation par un autre moyen.',
  offHeading: 'Rien ne peut être envoyé sans JavaScript',
  off: 'Ce portail n’accepte rien de navigateurs sans JavaScript.',
  questions:
    'Les boutons et les champs plus bas ont besoin de JavaScript. Les questions peuvent vous aider pour votre texte.',

  answers: {
    received: {
      heading: 'Reçu',
      text: 'Le serveur a confirmé que votre fichier chiffré est arrivé et est conservé.',
      ways: [
        'Les personnes qui lisent les témoignages dans l’organisation l’ouvrent sur leurs propres ordinateurs. Cela peut prendre plusieurs jours. Cette page ne peut pas savoir si elles réussissent à l’ouvrir.',
        'Si c’est la page à utiliser sans connexion qui a créé le fichier, vos douze mots sont valables : avec JavaScript, vous pouvez regarder ici dans quelques jours s’il y a une réponse. Sinon, il n’y a pas de douze mots à garder, et aucune réponse n’apparaît ici ; si vous avez écrit comment vous joindre, elles l’utiliseront peut-être.',
        'Veuillez ne pas recharger cette page : votre navigateur enverrait le fichier encore une fois.',
        'Pensez à ce qui reste sur vos appareils : le fichier chiffré, le texte et la clé du destinataire.',
        'Veuillez fermer cet onglet maintenant. Dans Tor Browser, choisissez en plus « Nouvelle identité ».',
      ],
    },
    'not-age': {
      heading: 'Pas reçu',
      text: 'Ce n’est pas un fichier chiffré avec age, ou aucun fichier n’a été choisi. Rien n’en a été gardé.',
      ways: [
        'S’il n’était pas chiffré, il est maintenant arrivé tel quel sur le serveur. Le serveur l’a jeté et est conçu pour n’en garder aucune trace, mais nous ne pouvons pas promettre que personne ne l’a vu.',
        'Veuillez le chiffrer comme la page l’explique, sans « -a », et choisir le fichier qui se termine par « .age ».',
      ],
    },
    'wrong-recipient': {
      heading: 'Pas reçu',
      text: 'Le fichier est chiffré, mais pas pour ce type de destinataire, ou pas pour lui seul. Rien n’en a été gardé.',
      ways: [
        'Veuillez utiliser age 1.3 ou plus récent, avec uniquement la clé du destinataire qui est sur cette page. Un mot de passe, un autre destinataire ou un deuxième sont refusés.',
      ],
    },
    damaged: {
      heading: 'Pas reçu',
      text: 'Le fichier est coupé ou abîmé : aucun fichier chiffré n’a cette longueur. Rien n’en a été gardé.',
      ways: [
        'Veuillez le copier encore une fois de là où vous l’avez chiffré, ou chiffrer à nouveau, et envoyer ce fichier-là.',
      ],
    },
    'too-large': {
      heading: 'Pas reçu',
      text: 'Le fichier est plus grand que ce que ce formulaire accepte : au plus __WITNESSBOX_PLAIN_SIZE__. Rien n’en a été gardé.',
      ways: [
        'Veuillez envoyer d’abord le texte, puis les fichiers en plusieurs parties plus petites, chacune chiffrée séparément. Écrivez dans chacune quelles autres vont avec elle.',
        'Ou utilisez cette page avec JavaScript, dans Tor Browser en « Normal » ou « Plus sûr » : elle accepte alors des fichiers bien plus grands.',
      ],
    },
    crowded: {
      heading: 'Pas reçu',
      text: 'Il y a trop d’envois de ce type en ce moment, ou votre connexion était trop lente pendant que d’autres attendaient. Rien n’en a été gardé.',
      ways: [
        'Veuillez réessayer dans quelques minutes. Un petit fichier passe plus facilement.',
        'Ou utilisez cette page avec JavaScript, dans Tor Browser en « Normal » ou « Plus sûr » : vous n’avez alors pas à attendre derrière les autres.',
      ],
    },
    full: {
      heading: 'Pas reçu',
      text: 'Le serveur n’a pas de place en ce moment pour cette façon d’envoyer. Rien n’en a été gardé.',
      ways: [
        'Veuillez revenir un autre jour.',
        'Ou utilisez cette page avec JavaScript, dans Tor Browser en « Normal » ou « Plus sûr » : un peu de place y est réservé.',
      ],
    },
    closed: {
      heading: 'Pas reçu',
      text: 'Les clés de l’organisation ont expiré ; rien ne peut être envoyé pour l’instant. Rien n’en a été gardé.',
      ways: ['Veuillez revenir dans quelques jours ou contacter l’organisation par un autre moyen.'],
    },
    unclear: {
      heading: 'Pas reçu',
      text: 'Ce qui est arrivé n’était pas le formulaire de cette page, ou n’est pas arrivé en entier. Rien n’en a été gardé.',
      ways: ['Veuillez revenir à la page, choisir le fichier et l’envoyer de là.'],
    },
    trouble: {
      heading: 'Pas reçu',
      text: 'Le serveur a des difficultés en ce moment. Il n’a pas confirmé que votre fichier est conservé.',
      ways: [
        'Veuillez réessayer dans un moment. S’il a été conservé malgré tout, l’organisation le reçoit deux fois, ce qui ne pose aucun problème.',
      ],
    },
  },
  back: 'Retour à la page',
};

export const intake: IntakeMessages = {
  what: {
    label: 'Que s’est-il passé ?',
    hint: 'Racontez-le avec vos propres mots et dans l’ordre que vous voulez. Écrivez aussi peu ou autant que vous voulez. Si vous avez un doute sur quelque chose, dites-le ; cela aide.',
  },
  when: {
    label: 'Quand était-ce ?',
    fields: {
      when: {
        label: 'La date, aussi exacte que vous la connaissez',
        hint: 'Une année seule suffit, ou une année et un mois.',
      },
      'when-words': {
        label: 'Le moment, avec vos propres mots',
        hint: 'Par exemple : il y a deux ans, au début de l’année ; la nuit ; chaque semaine depuis.',
      },
    },
  },
  where: {
    label: 'Où était-ce ?',
    hint: 'Remplissez seulement ce que vous savez et voulez dire.',
    fields: {
      where: {
        label: 'L’endroit, avec vos propres mots',
        hint: 'Une rue, un bâtiment, une route entre deux villes.',
      },
      country: { label: 'Pays' },
      province: { label: 'Région, province, wilaya ou gouvernorat' },
      city: { label: 'Ville ou préfecture' },
      county: { label: 'Département, cercle ou district' },
      township: { label: 'Commune, quartier ou village' },
      facility: {
        label: 'Commissariat, gendarmerie, camp, prison, hôpital, bureau',
        hint: 'Son nom ou son numéro, ou comment les gens l’appellent.',
      },
    },
  },
  who: {
    label: 'Qui l’a fait ?',
    hint: 'Fonctionnaires, policiers, gendarmes, militaires, gardiens, employeurs, informateurs : toute personne qui l’a fait, ordonné ou laissé faire. Vous pouvez ajouter plusieurs personnes.',
    fields: {
      officials: {
        label: 'Une personne ou un groupe',
        hint: 'Si vous ne connaissez aucun nom, dites ce que vous savez.',
        add: 'Ajouter une autre personne ou un autre groupe',
        fields: {
          name: { label: 'Nom, ou comment on l’appelait' },
          post: { label: 'Fonction ou grade' },
          agency: { label: 'Administration ou organisation' },
          unit: { label: 'Unité, service ou poste' },
          badge: { label: 'Matricule, véhicule, plaque d’immatriculation, uniforme' },
          did: { label: 'Ce que cette personne ou ce groupe a fait' },
          'known-how': {
            label: 'Comment savez-vous que c’était cette personne ou ce groupe ?',
            options: {
              saw: 'Je l’ai vu ou entendu moi-même',
              'said-so': 'Ces personnes ont dit qui elles étaient',
              papers: 'C’est écrit dans des papiers, ou sur un badge ou un véhicule',
              known: 'Je savais déjà qui c’était',
              told: 'On me l’a dit',
              guess: 'Je le crois, mais sans certitude',
            },
          },
        },
      },
    },
  },
  harmed: {
    label: 'Qui a subi un tort, et lequel ?',
    hint: 'Vous n’avez à nommer personne. Ne mettez pas les noms de personnes qui seraient en danger si l’on savait qui elles sont.',
    fields: {
      harmed: {
        label: 'Une personne ou un groupe',
        add: 'Ajouter une autre personne ou un autre groupe',
        fields: {
          person: {
            label: 'Qui est-ce ?',
            options: {
              me: 'Moi',
              family: 'Quelqu’un de ma famille',
              other: 'Quelqu’un d’autre',
              many: 'Plusieurs personnes, ou tout un lieu',
            },
          },
          name: {
            label: 'Nom ou autre description',
            hint: 'Seulement si cela ne met personne en danger.',
          },
          harm: {
            label: 'Qu’est-ce qui a été touché ?',
            options: {
              life: 'Quelqu’un est mort ou a disparu',
              detention: 'La liberté : détention, assignation à résidence, interdiction de voyager',
              health: 'La santé du corps ou de l’esprit',
              income: 'Le travail, les revenus ou la retraite',
              schooling: 'L’école ou les études',
              property: 'La maison, la terre ou les biens',
              family: 'La vie de famille, les enfants',
              faith: 'La foi, la langue ou la culture',
              other: 'Autre chose',
            },
          },
          'harm-words': { label: 'Ce que cela a eu comme conséquences, alors et aujourd’hui' },
        },
      },
    },
  },
  relation: {
    label: 'Comment le savez-vous ?',
    fields: {
      relation: {
        label: 'Choisissez tout ce qui convient',
        options: {
          victim: 'C’est à moi qu’on l’a fait',
          witness: 'Je l’ai vu ou entendu',
          told: 'Quelqu’un qui était là me l’a raconté',
          documents: 'J’ai des papiers ou des enregistrements à ce sujet',
          'took-part': 'J’ai dû y participer, ou j’y travaillais',
        },
      },
      'relation-words': { label: 'En dire plus' },
    },
  },
  tried: {
    label: 'Qu’avez-vous essayé, et qui d’autre est au courant ?',
    hint: 'Plaintes, pétitions, tribunaux, avocats, journalistes : aussi ce qui n’a mené à rien.',
    fields: {
      steps: {
        label: 'Une démarche qui a été tentée',
        add: 'Ajouter une autre démarche',
        fields: {
          step: {
            label: 'Qu’était-ce ?',
            options: {
              complaint: 'Une réclamation auprès d’une administration',
              petition: 'Une pétition ou une lettre aux autorités',
              police: 'Une plainte à la police ou à la gendarmerie',
              court: 'Une affaire devant un tribunal',
              lawyer: 'Un avocat ou une avocate',
              media: 'Des journalistes ou internet',
              abroad: 'Une organisation à l’étranger ou les Nations Unies',
              other: 'Autre chose',
            },
          },
          whom: { label: 'Auprès de qui' },
          date: { label: 'Quand' },
          answer: { label: 'Quelle a été la réponse, ou que s’est-il passé ensuite ?' },
        },
      },
      'others-know': {
        label: 'Qui d’autre sait ce qui s’est passé ?',
        hint: 'Seulement si cela ne met personne en danger.',
      },
    },
  },
  risk: {
    label: 'Quelqu’un est-il en danger en ce moment ?',
    fields: {
      risk: {
        label:
          'Que pourrait-il vous arriver, à vous ou à d’autres, maintenant ou si cela vient à se savoir ?',
      },
      careful: {
        label: 'À quoi devons-nous faire attention ?',
        hint: 'Par exemple : des détails que personne d’autre que vous ne peut connaître, des gens à qui il ne faut rien demander, des moments où rien ne doit être publié.',
      },
    },
  },
  evidence: { label: 'Avez-vous des fichiers ?' },
  want: {
    label: 'Que voulez-vous qu’il se passe ?',
    fields: {
      want: {
        label: 'Ce que vous aimeriez que nous fassions, ou ne fassions pas',
        hint: 'Vous pouvez laisser ceci vide et nous le dire plus tard.',
      },
    },
  },
  files: {
    'made-by': { label: 'Qui l’a fait ?', hint: 'Seulement si cela ne met personne en danger.' },
    'made-when': { label: 'Quand a-t-il été fait ?' },
    copy: {
      label: 'Est-ce l’original ?',
      options: {
        original: 'L’original, tel qu’il a été fait',
        copy: 'Une copie, ou quelque chose que l’on m’a transféré',
        picture: 'Une photo ou un scan d’un papier ou d’un écran',
        unknown: 'Je ne sais pas',
      },
    },
  },
  notice: {
    text: 'Quel que soit votre choix, les personnes qui lisent les témoignages dans l’organisation lisent ce que vous envoyez. Au-delà, chaque usage demande votre oui, et vous pouvez le donner pour chacun séparément. Ce que vous ne choisissez pas est un non. Vous pouvez le changer plus tard ou le retirer avec vos douze mots. Ce qui aura déjà été publié ou transmis ne peut pas être récupéré.',
    uses: {
      numbers: {
        label: 'Le compter dans des chiffres qui ne montrent personne',
        consequence:
          'Par exemple : « tant de personnes ont signalé cela dans cette région ». Rien de ce que vous avez écrit n’est cité.',
      },
      anonymous: {
        label: 'Le publier sans ce qui pourrait montrer qui vous êtes',
        consequence:
          'Les noms, les lieux et les dates qui pourraient mener à vous ou à d’autres sont d’abord enlevés. Des gens qui connaissent bien l’affaire peuvent la reconnaître quand même.',
      },
      partners: {
        label: 'Le remettre à des partenaires des droits humains et à des organes des Nations Unies',
        consequence:
          'Ils reçoivent ce que vous avez écrit, en promettant de le protéger. Ensuite, l’organisation ne décide plus seule qui le lit.',
      },
      courts: {
        label: 'Le donner à des tribunaux et procureurs à l’étranger, votre identité restant sous pli scellé',
        consequence:
          'Cela peut aider à ce que les responsables rendent des comptes. Un tribunal voudra peut-être un jour savoir qui vous êtes ; avant cela, l’organisation vous consulte.',
      },
      named: {
        label: 'Le publier avec votre nom, si vous l’avez donné',
        consequence:
          'Tout le monde peut le lire, les agents de l’État aussi. Il n’y a pas de retour en arrière, et cela peut vous mettre en danger, vous et votre famille.',
      },
    },
  },
};

export const offline: OfflineMessages = {
  start: {
    heading: 'Vous pouvez écrire ici sans connexion',
    lead: (organisation) =>
      `${organisation} écoute les personnes que des agents de l’État ont détenues, frappées, rackettées ou réduites au silence. Avec cette page, vous pouvez écrire ce qui s’est passé sur un appareil sans connexion. Cela devient un seul fichier chiffré. Ce fichier, vous le déposez plus tard, depuis n’importe quel appareil, ou vous le donnez à quelqu’un sur une clé USB.`,
    testifyHint: 'Si vous le pouvez, coupez d’abord le Wi-Fi et les données mobiles, ou débranchez le câble.',
    steps: [
      'Cette page n’envoie rien. Elle contient des règles à cause desquelles le navigateur ne la laisse rien aller chercher ni envoyer. Pour en avoir la certitude, coupez la connexion avant d’écrire.',
      'Ce que vous écrivez est chiffré sur cet appareil. Seules les personnes qui lisent les témoignages dans l’organisation peuvent l’ouvrir, sur leurs propres ordinateurs.',
      'Avant que le fichier ne soit créé, vous recevez douze mots. Avec eux, vous pouvez lire plus tard notre réponse sur le portail et écrire à nouveau. Personne d’autre ne les a.',
      'À la fin, vous enregistrez un seul fichier, testimony.age. Il ne nous est parvenu que lorsqu’il a été déposé sur le portail et que le portail affiche « Reçu ».',
    ],
    limitsList: [
      'Elle ne peut pas savoir, de l’intérieur, si quelqu’un a modifié ce fichier. La façon de le vérifier est expliquée plus bas.',
      'Elle ne peut pas vous protéger de quelqu’un qui contrôle cet appareil ou qui peut voir l’écran.',
      'Cette page et le fichier chiffré restent sur l’appareil ou sur la clé USB jusqu’à ce que vous les effaciez, et ce qui a été effacé peut souvent être récupéré. Quelqu’un qui les trouve peut voir que vous avez écrit à cette organisation, et à peu près combien, mais pas quoi.',
      'Elle ne permet pas de lire une réponse ni d’écrire une deuxième fois avec les mêmes mots. Cela n’est possible que sur le portail.',
      'Elle ne peut pas apporter une aide rapide. Si vous courez un danger maintenant, allez d’abord en lieu sûr.',
    ],
    checking: 'Vérification de la signature de l’organisation…',
    validUntil: (day) =>
      `Ses clés sont valables jusqu’au ${day}. Après cette date, veuillez utiliser un fichier plus récent\u202f; un fichier chiffré que vous aurez créé d’ici là peut encore être déposé, de préférence sans tarder.`,
    fingerprintHint:
      'Si l’organisation vous a donné l’empreinte de sa clé par un autre moyen, comparez les deux. Si elles sont différentes, n’écrivez pas ici. Si elles sont identiques, c’est bon signe, mais ce n’est pas une preuve : un fichier modifié pourrait afficher n’importe quelle empreinte.',
    notVerified: 'Aucun fichier ne peut être créé avec cette page',
  },
  check: {
    heading: 'Ce fichier est-il authentique ?',
    lead: 'Rien de ce que cette page dit d’elle-même n’est une preuve. Avant d’écrire, comparez le fichier avec ce que dit l’organisation, sur un ordinateur qui a le programme sha256sum ou minisign :',
    steps: [
      'Avec sha256sum, le fichier donne 64 chiffres et lettres. L’organisation les a peut-être publiés, et le portail les affiche là où il propose ce fichier. La meilleure comparaison est avec quelqu’un qui l’a téléchargé ailleurs :',
      'Avec minisign et la signature, que le portail propose à côté de ce fichier, la réponse doit être que c’est vérifié (« verified »). À la place de ROOTKEY, mettez la clé racine de l’organisation, prise à une source à laquelle vous faites confiance :',
    ],
  },
  leave: {
    hint: 'Si quelqu’un vient : appuyez sur « Quitter maintenant », en haut, ou trois fois sur la touche Esc (Échap). Cette page se vide aussitôt et ne garde plus ce que vous avez écrit. Le fichier de cette page reste là où vous l’avez enregistré, et ce navigateur peut retenir qu’il a été ouvert.',
  },
  receipt: {
    lead: 'Veuillez écrire ces mots sur du papier, dans cet ordre. Rien n’a encore quitté cette page.',
    send: 'Créer le fichier chiffré',
  },
  form: {
    nextHint: 'Ensuite, vous recevez vos douze mots. Après cela, le fichier chiffré est créé.',
  },
  making: {
    heading: 'Chiffrement de votre fichier',
    lead: 'Veuillez laisser cette page ouverte. Avec de gros fichiers, cela peut prendre un moment, et plus longtemps dans Tor Browser en « Plus sûr ».',
    progress: 'Chiffré jusqu’ici',
    encrypted: (done, total) => `Chiffré\u00a0: ${done} sur ${total}.`,
    cancelled: 'Annulé',
    cancelledText:
      'Aucun fichier n’a été créé. Ce que vous avez écrit est toujours ici, sur cette page seulement. Vos douze mots restent les mêmes.',
    failed: 'Le fichier n’a pas pu être créé',
    failedText:
      'Ce que vous avez écrit est toujours ici, sur cette page seulement. S’il y a de gros fichiers, cet appareil manque peut-être de mémoire : veuillez en laisser quelques-uns de côté, et les déposer plus tard sur le portail avec vos douze mots.',
    again: 'Réessayer',
  },
  made: {
    heading: 'Votre fichier chiffré est prêt',
    lead: 'Il n’est pour l’instant que dans cette page. Veuillez l’enregistrer maintenant. Une fois cette page fermée, il ne peut pas être recréé.',
    save: 'Enregistrer le fichier',
    size: (size) =>
      `Il s’appelle testimony.age, et sa taille est de ${size}. C’est plus que ce que vous avez écrit\u00a0: un remplissage est ajouté pour que la taille en dise peu.`,
    name: 'Vous pouvez lui donner un autre nom, tant qu’il se termine par .age.',
    nextHeading: 'Que faire ensuite',
    next: [
      'Regardez si le fichier est là où votre navigateur enregistre les téléchargements, ou copiez-le sur une clé USB.',
      'Amenez-le à un appareil qui a une connexion, de préférence avec Tor Browser. Sur le portail de l’organisation, choisissez « Déposer un fichier chiffré ». Ou donnez-le à quelqu’un qui le fait pour vous : cette personne ne peut pas le lire.',
      'Veuillez le faire sans tarder. L’organisation change ses clés, et ce qui a été chiffré avec d’anciennes clés ne peut être ouvert que pendant un temps limité.',
      'Il est arrivé quand le portail affiche « Reçu ». Regardez ensuite sur le portail, dans quelques jours, s’il y a une réponse, avec vos douze mots.',
    ],
    destroyHeading: 'Ce qui reste sur cet appareil',
    destroy: [
      'Le fichier chiffré ne peut pas être recréé. Si cela est sans danger pour vous, gardez-le jusqu’à ce qu’un avis, affiché quand vous entrez vos douze mots, dise qu’il a été reçu ; effacez-le seulement après, de l’appareil et de la clé USB, et effacez aussi cette page. Si vous devez l’effacer plus tôt, il ne pourra pas être envoyé une seconde fois. Sur une clé USB et sur la plupart des téléphones et des ordinateurs, les fichiers effacés peuvent être récupérés pendant un certain temps ; une clé USB que vous pouvez détruire est plus sûre.',
      'Vos notes et les originaux de vos fichiers sont toujours là où ils étaient.',
      'Le navigateur peut retenir que cette page a été ouverte et qu’un fichier a été enregistré. Dans Tor Browser, choisissez « Nouvelle identité » ; dans les autres, effacez l’historique et la liste des téléchargements.',
    ],
    wiped:
      'Cette page ne garde plus ce que vous avez écrit, ni vos fichiers, ni les mots ; il n’y reste que le fichier chiffré. Quand vous l’avez enregistré, veuillez fermer cette page.',
  },
  problems: {
    notGenuine:
      'La signature de l’organisation ne correspond pas. Quelqu’un a peut-être modifié ce fichier, ou il a été abîmé en chemin. Pour votre sécurité, aucun fichier ne peut être créé avec lui. Veuillez le télécharger à nouveau, ou contacter l’organisation par un autre moyen.',
    wrongQuestions:
      'Les questions de ce fichier ne sont pas celles que l’organisation a signées. Pour votre sécurité, aucun fichier ne peut être créé avec lui. Veuillez le télécharger à nouveau, ou contacter l’organisation par un autre moyen.',
    expired:
      'Les clés de l’organisation dans ce fichier ont expiré. Veuillez vérifier la date de votre appareil. Si elle est juste, veuillez télécharger un fichier plus récent sur le portail.',
    tooLarge:
      'Un des fichiers est trop grand pour la place prévue. Veuillez le laisser de côté, et le déposer plus tard en parties plus petites.',
  },
  footer:
    'Cette page ne garde rien d’autre que le fichier que vous enregistrez vous-même. Votre navigateur peut quand même retenir qu’elle a été ouverte.',
  noScript:
    'Cette page a besoin de JavaScript pour chiffrer sur cet appareil. Dans Tor Browser, choisissez le niveau de sécurité « Normal » ou « Plus sûr » et ouvrez le fichier à nouveau. Dans un cas comme dans l’autre, rien n’est envoyé.',
};

export const handIn: HandInMessages = {
  start: {
    heading: 'Écrire sans connexion',
    lead: 'Vous pouvez télécharger une page qui fonctionne sans connexion. Avec elle, vous écrivez au lieu et au moment de votre choix, et elle crée un seul fichier chiffré. Ce fichier, vous le déposez ici.',
    fetch: 'Enregistrer la page à utiliser sans connexion',
    signature: 'Enregistrer sa signature',
    hash: 'SHA-256 de ce fichier',
    hashHint:
      'Comparez-le avec ce que l’organisation a publié ailleurs, avant d’y écrire. Le fichier lui-même explique comment.',
    left: 'Le fichier reste là où vous l’enregistrez, et montre votre passage ici à toute personne qui le trouve.',
    handIn: 'Déposer un fichier chiffré',
  },
  view: {
    heading: 'Déposer un fichier chiffré',
    lead: 'Ceci est pour le fichier testimony.age que la page à utiliser sans connexion a créé. Il va à l’organisation tel quel. Personne en chemin ne peut le lire, et vous ne voyez pas de nouveaux mots : ceux que vous avez notés quand il a été créé sont valables pour lui.',
    choose: 'Choisir le fichier',
    chosen: (size) => `Choisi\u00a0: un fichier de ${size}.`,
    send: 'Envoyer',
    notAge:
      'Ce n’est pas un fichier créé par la page à utiliser sans connexion. Rien n’a été envoyé. Veuillez regarder si c’est le bon ; son nom se termine par .age.',
    damaged:
      'Ce fichier est coupé ou abîmé, ou il n’a pas été créé par la page à utiliser sans connexion. Rien n’a été envoyé. Veuillez le copier encore une fois de là où il a été enregistré.',
    gone: 'Ce fichier ne peut plus être lu. Veuillez le choisir à nouveau.',
    sending: 'Envoi de votre fichier',
    status: 'Envoi…',
    kept: 'Le fichier est toujours sur votre appareil. Vous pouvez le renvoyer.',
    late: 'Il se peut qu’il soit arrivé quand même. S’il est arrivé, seules les personnes qui lisent les témoignages dans l’organisation peuvent le lire. Le fichier est toujours sur votre appareil, et vous pouvez le renvoyer : s’il arrive deux fois, cela ne pose aucun problème.',
    back: 'Revenir au fichier',
    done: 'L’organisation doit encore ouvrir le fichier. Si cela est sans danger pour vous, gardez-le jusqu’à ce qu’un avis, affiché quand vous entrez vos douze mots, dise qu’il a été reçu ; effacez-le seulement après, et effacez aussi la page à utiliser sans connexion. Si vous devez l’effacer maintenant, il ne pourra pas être envoyé une seconde fois. Les fichiers effacés peuvent souvent être récupérés pendant un certain temps.',
    twice: 'S’il devait un jour être déposé deux fois, cela ne pose aucun problème.',
  },
};

export const offlinePlain: OfflinePlainMessages = {
  heading: 'Plus facile : la page à utiliser sans connexion',
  lead: 'Enregistrez cette page-là et ouvrez-la dans un navigateur avec JavaScript, de préférence sans connexion : elle vous pose les questions, chiffre pour vous, ajoute un remplissage pour que la taille en dise peu, et vous donne douze mots pour lire une réponse. Déposez le fichier qu’elle crée avec le formulaire ci-dessous.',
  save: 'Enregistrer la page à utiliser sans connexion',
  signature: 'Enregistrer sa signature',
  check:
    'Avant de l’ouvrir, vérifiez qu’elle est authentique. Ce qui est affiché ici vient du même serveur que cette page-là : cela montre seulement que rien n’a été abîmé en chemin. Ce qui sert de preuve, c’est ce que l’organisation a publié ailleurs. Le SHA-256 affiché ici est :',
  minisign:
    'Ou vérifiez sa signature avec minisign. À la place de la clé qui suit « -P », mettez celle que l’organisation vous a donnée par un autre moyen, si elle l’a fait :',
};
