/**
 * Spanish. For a reader anywhere from Mexico to Venezuela, Nicaragua and Spain, addressed as usted: words that are
 * understood in all of them (archivo, computadora, agregar), and none that belong to one country's offices. No wording
 * says whether a man or a woman reads. The reviewers are «las personas de la organización que leen los testimonios»:
 * that is what they do, and it has no gender. «Clave» for key, «huella de la clave» so that nobody thinks of fingers.
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
  typeof value === 'number' ? value.toLocaleString('es') : (value ?? '');

const pace = (isDemonstration: boolean): string =>
  isDemonstration ? 'aquí más o menos una vez por minuto' : 'como máximo una vez al día';

/** Who has looked it through: nobody who grew up with the language. */
export const review: Review = 'unreviewed';

/** What stands around the page, and in no script. */
export const frame: Frame = {
  title: 'Witnessbox',
  footer:
    'Esta página no pone cookies ni guarda nada en su dispositivo. Aun así, su navegador puede recordar la dirección.',
  unreviewed:
    'Es una primera versión en español: todavía no la ha revisado nadie que haya crecido con este idioma. Si algo no queda claro, la página que vale es la inglesa.',
  inEnglish: 'Esta página en inglés',
  preview: 'Estas son las preguntas',
  previewNote: 'Lo que lleva un asterisco (*) necesita respuesta. Todo lo demás se puede saltar.',
  unchecked:
    'Este texto llegó con la página. Todavía no se ha comprobado que la organización lo haya firmado.',
};

export const problems: Problems = {
  browserTooOld:
    'A este navegador le falta algo que el cifrado necesita, así que desde él no se puede enviar nada. Por favor, use una versión actual de Tor Browser o de Firefox. En Tor Browser sirven los niveles de seguridad “Estándar” y “Más seguro”.',
  unreachable:
    'El servidor no respondió. No se ha perdido nada. Por favor, compruebe su conexión e inténtelo de nuevo.',
  badAnswer:
    'La respuesta no llegó de nuestro servidor como debía. Algunas redes ponen en medio una página propia. Por favor, inténtelo dentro de un rato o desde otra red; Tor Browser suele ayudar.',
  fault:
    'Algo falló en esta página y por eso se detuvo. Por favor, vuelva a cargarla. Si ocurre otra vez, comuníquese con la organización por otro medio.',
  cancelled: 'Usted canceló. Ya no se envía nada más.',
  questionsChanged:
    'La organización cambió sus preguntas desde que usted empezó, así que no se envió nada. Por favor, vuelva atrás y repáselas una vez más. Lo que escribió sigue ahí. Mire también de nuevo qué se puede hacer con ello.',
  notGenuine:
    'La firma de la organización no coincide. Puede que alguien haya cambiado lo que entrega este servidor. Por su seguridad, desde esta página no se puede enviar nada. Por favor, no siga aquí: comuníquese con la organización por otro medio y, si puede, avísele de esto.',
  notYetValid:
    'Según la fecha de su dispositivo, las claves de la organización todavía no son válidas. Por favor, compruebe la fecha del dispositivo. Si es correcta, vuelva más tarde.',
  expired:
    'Las claves de la organización ya vencieron, así que por ahora no se puede enviar nada. Por favor, compruebe la fecha de su dispositivo. Si es correcta, vuelva dentro de unos días o comuníquese con la organización por otro medio.',
  wrongQuestions:
    'Las preguntas que entrega este servidor no son las que firmó la organización. Por su seguridad, desde esta página no se puede enviar nada. Por favor, inténtelo más tarde o comuníquese con la organización por otro medio.',
  textTooLong:
    'El texto es más largo de lo que cabe. Por favor, acórtelo, o guárdelo como archivo y adjúntelo: los archivos pueden ser largos.',
  fileChanged:
    'Uno de los archivos no se pudo leer hasta el final, o cambió mientras se leía. Por favor, vuelva atrás, quítelo, elíjalo otra vez y envíe de nuevo.',
  wrongCount: ({ count }) =>
    `Tienen que ser doce palabras. Las que hay: ${number(count)}. Por favor, compare con lo que anotó.`,
  unknownWord: ({ position }) =>
    `La palabra número ${number(position)} no está en la lista. Por favor, compárela con lo que anotó, letra por letra.`,
  checksum:
    'Todas las palabras están en la lista, pero así no van juntas. Puede que una esté mal, o que dos hayan cambiado de lugar. Por favor, compare con lo que anotó.',
  repliesUnreadable:
    'Hay algo para sus doce palabras, pero no se puede abrir. Puede que esté dañado o que no sea auténtico, y por eso no se muestra. Por favor, vuelva a mirar mañana.',
  uploadGone:
    'El servidor ya no tiene la parte que se había enviado, así que este intento terminó. Estaba cifrada y nadie podía leerla. Puede enviar de nuevo desde aquí, y eso no hace ningún daño; sus doce palabras siguen siendo las mismas.',
  tooLarge:
    'Todo junto es más de lo que el servidor recibe de una vez. Por favor, envíe ahora menos archivos, o archivos más pequeños. Los demás los puede enviar después con sus doce palabras.',
  storageFull:
    'El servidor no tiene espacio en este momento. Lo que escribió sigue en esta página. Puede esperar e intentarlo otra vez, o volver otro día.',
  textOnly:
    'El servidor no tiene espacio para archivos en este momento; lo que le queda lo reserva para textos. Puede enviar ahora su texto sin los archivos, y los archivos después con sus doce palabras. O esperar aquí e intentarlo otra vez.',
  serverTrouble:
    'El servidor tiene problemas en este momento. No se ha perdido nada. Por favor, inténtelo dentro de un rato.',
  refused:
    'El servidor no aceptó lo que envió esta página. Por favor, vuelva a cargarla. Si ocurre otra vez, comuníquese con la organización por otro medio.',
};

export const first: FirstMessages = {
  lang: 'es',
  name: 'Español',
  dir: 'ltr',

  page: {
    languages: 'Idioma',
    demonstration: 'Demostración: no envíe testimonios reales.',
    back: 'Atrás',
    tryAgain: 'Intentar de nuevo',
    reference: 'Si pregunta por esto, mencione:',
    waking:
      'Los botones y los campos se activan cuando la página ha cargado por completo. Si siguen en gris, este navegador no puede cifrar y desde él no se puede enviar nada.',
  },

  leave: {
    now: 'Salir ya',
    address: 'https://es.wikipedia.org/',
    hint: (host) =>
      `Si alguien se acerca: pulse “Salir ya”, arriba, o tres veces la tecla Esc. Esta página queda vacía al instante, deja de conservar lo que usted escribió y en su lugar abre ${host}. No puede hacer que este navegador olvide la dirección de esta página, ni que la red olvide que usted estuvo aquí, ni hacer desaparecer lo que usted haya guardado, copiado o impreso.`,
    languageSure:
      'Si cambia ahora de idioma, se pierde lo que escribió en esta página y no se envía nada más.',
    languageYes: 'Cambiar de idioma',
    languageNo: 'Dejarlo como está',
  },

  start: {
    heading: 'Aquí puede contar lo que le hicieron',
    lead: (organisation) =>
      `${organisation} escucha a personas a quienes funcionarios o agentes del Estado detuvieron, golpearon, extorsionaron o hicieron callar. Si esto le pasó a usted, o si vio cómo le pasaba a alguien, aquí puede escribirlo y decir quién lo hizo. No necesita una cuenta ni tiene que dar su nombre.`,
    testify: 'Dar testimonio',
    testifyHint: 'Escriba lo que pasó y agregue archivos, si los tiene.',
    replies: 'Leer una respuesta',
    repliesHint: 'Si ya escribió antes y conserva sus doce palabras.',
    whatHappens: 'Qué pasa con lo que usted escribe',
    steps: [
      'Se cifra en este navegador, antes de que salga nada de su dispositivo. El servidor solo lo guarda; no puede leerlo.',
      'Solo pueden abrirlo las personas de la organización que leen los testimonios, en sus propias computadoras.',
      'Antes de que se envíe nada, usted recibe doce palabras. Con ellas puede leer aquí nuestra respuesta y volver a escribir. Nadie más las tiene.',
      'No le pedimos cuenta, ni dirección, ni número de teléfono, y el servidor está hecho para no guardar registro de quién lo visitó.',
    ],
    limits: 'Lo que esta página no puede hacer',
    limitsList: [
      'No puede ocultar que usted vino aquí. Quien vigile su conexión puede verlo, a menos que use Tor Browser.',
      'No puede darle protección frente a quien controle este dispositivo o vea la pantalla. Si puede, use un dispositivo que sea solo suyo.',
      'No puede darse cuenta, desde dentro, de si alguien tomó el control de este servidor y cambió la página misma.',
      'No puede traer ayuda rápida. Si corre peligro ahora, por favor, vaya primero a un lugar seguro.',
    ],
    organisation: 'Quién lo recibe',
    checking: 'Comprobando la firma de la organización…',
    verified: 'La firma de la organización coincide.',
    validUntil: (day) => `Las claves de la organización son válidas hasta el ${day}.`,
    fingerprint: 'Huella de la clave',
    fingerprintHint:
      'Si la organización le dio por otro medio la huella de la clave, compare las dos. Si son distintas, no escriba aquí. Si son iguales, es buena señal, pero no es una prueba: un servidor en malas manos podría mostrar cualquier huella.',
    fingerprintWords: 'La misma huella, en palabras inglesas',
    notVerified: 'Desde esta página no se puede enviar nada',
    silent: (day) => [
      `Aquí no hay noticias de la organización desde el ${day}.`,
      'Puede haber un motivo corriente, como unas vacaciones. Puede escribir de todos modos: lo que envíe espera aquí, cifrado, hasta que venga la organización. Si es urgente, o si después de dos semanas ningún aviso dice que se recibió, por favor, comuníquese con la organización también por otro medio.',
    ],
  },
};

export const later: LaterMessages = {
  own: {
    about: 'Quiénes somos',
    ways: 'Otras formas de comunicarse con nosotros',
    waysHint:
      'Estas formas las indica la organización. Quien vigile su teléfono o su conexión puede ver que usted las usa; por eso, por favor, piense primero cuál de ellas es segura para usted.',
    signed: 'La organización firmó este texto.',
  },

  form: {
    heading: 'Su testimonio',
    lead: 'Escriba mucho o poco, como quiera, en cualquier idioma. Solo hay que contestar las preguntas que dicen “respuesta necesaria”. Mientras escribe no se envía nada.',
    names:
      'No ponga su propio nombre, ni nada que solo usted pueda saber, si no quiere que la organización sepa quién es usted.',
    required: '(respuesta necesaria)',
    optional: '(si quiere)',
    missing: 'Por favor, conteste esta pregunta: dice “respuesta necesaria”.',
    desk: '¿Quién debe leerlo?',
    deskHint: 'Si alguna de esas personas tiene que ver con lo que pasó, elija a otras.',
    deskMissing: 'Por favor, elija quién debe leerlo.',
    files: 'Archivos',
    filesHint: 'Fotos, documentos, grabaciones, todo lo que muestre lo que pasó. Tantos como quiera.',
    addFiles: 'Agregar archivos',
    noFiles: 'No hay archivos agregados.',
    removeFile: (name) => `Quitar ${name}`,
    remove: 'Quitar',
    consent: '¿Puede la organización hacerle preguntas?',
    consentLabel: 'Sí, puede hacerme preguntas aquí. Puedo leerlas con mis doce palabras.',
    consentHint:
      'Por medio de esta página nadie puede comunicarse con usted de ninguna otra forma. Solo usted decide si vuelve a mirar.',
    textSize: (percent) => `El texto ocupa el ${percent} del espacio que hay.`,
    textTooLong: (characters) =>
      `El texto es demasiado largo. Caracteres que sobran, más o menos: ${characters}. Por favor, acórtelo, o guárdelo como archivo y adjúntelo: los archivos pueden ser largos.`,
    tooManyFiles: (most) =>
      `Son más archivos de los que caben en un testimonio (${most}). Por favor, envíe los demás después con sus doce palabras.`,
    next: 'Continuar',
    nextHint: 'A continuación recibe sus doce palabras. Todavía no se envía nada.',
  },

  files: {
    hint: 'Los archivos pueden llevar datos ocultos: dónde y cuándo se tomó una foto, quién escribió un documento, qué decía antes. Esta página los busca aquí, en su dispositivo, le muestra lo que encuentra y lo deja fuera, salvo que usted elija otra cosa. Lo que un archivo muestra a la vista se queda: caras, voces, letreros de calles.',
    lookingAt: (count) => `Buscando datos ocultos. Archivos que faltan por examinar: ${count}.`,
    outcome: (found, uncleaned) =>
      `Archivos en los que se encontraron datos ocultos: ${found}. Archivos que no se pueden limpiar: ${uncleaned}.`,
    wait: 'Podrá seguir en cuanto se hayan examinado todos los archivos.',
  },

  topics: {
    skip: 'Puede saltarse todo lo que sigue. Abra aquello de lo que quiera contar algo, en cualquier orden. Puede parar en cualquier momento y enviar lo que tenga.',
    skipSome:
      'Puede saltarse todo lo que sigue, menos lo que diga “respuesta necesaria”. Abra aquello de lo que quiera contar algo, en cualquier orden.',
    empty: 'Todavía sin escribir',
    begun: 'Ya hay algo escrito',
    added: 'Con archivos agregados',
    look: 'Por favor, mire esto una vez más',
    unchoose: 'Borrar esta respuesta',
    add: 'Agregar más',
    remove: 'Quitar',
    removed: 'Se quitó.',
    undo: 'Recuperar',
    full: (most) => `Lo máximo que cabe aquí es ${most}. De lo demás puede escribir en el texto de arriba.`,
    aboutFile: 'Contar más sobre este archivo',
  },

  dates: {
    hint: 'El año según el calendario común, por ejemplo 2019. Lo que no sepa puede quedar vacío.',
    span: '¿Es exacta la fecha?',
    spans: {
      exact: 'Fue en esa fecha',
      about: 'Fue más o menos entonces',
      range: 'Desde … hasta …',
      ongoing: 'Empezó entonces y todavía sigue',
    },
    from: 'Desde',
    to: 'Hasta',
    since: 'A partir de',
    year: 'Año',
    month: 'Mes',
    day: 'Día',
    unknown: 'No se sabe',
    problems: {
      year: 'Por favor, escriba el año con cuatro cifras, según el calendario común: por ejemplo 2019.',
      month: 'Por favor, elija también el mes, o deje vacío el día.',
      day: 'Este día no existe en el calendario. Por favor, escriba un número que ese mes tenga, o deje vacío el día.',
      end: 'Por favor, escriba al menos el año en que terminó, o elija que todavía sigue.',
      order: 'Esto termina antes de empezar. Por favor, mire otra vez las dos fechas.',
    },
  },

  consent: {
    uses: '¿Qué se puede hacer con lo que escribió?',
    before: '¿Sigue valiendo lo que usted aceptó antes?',
    revisions: {
      leave: 'Sí, que quede como lo elegí antes',
      change: 'Quiero elegir de nuevo',
      withdraw: 'No, retiro todo lo que acepté',
    },
    revisionHints: {
      leave: 'Lo que escriba ahora se puede usar de la misma manera.',
      change:
        'Esta página no puede saber qué eligió antes. Lo que elija ahora reemplaza todo lo anterior. Lo que no marque es un no.',
      withdraw:
        'Desde ese momento, la organización ya no tiene su consentimiento para nada, aparte de leerlo ella misma. Lo que ya se haya publicado o entregado para entonces no se puede hacer volver.',
    },
    deletion: '¿Se debe borrar?',
    deletionLabel: 'Sí, pido a la organización que borre lo que tiene de mí',
    deletionHint:
      'La organización le contesta aquí, con sus doce palabras; por favor, vuelva a mirar dentro de unos días. No puede borrar lo que ya se publicó o se entregó, ni las copias que hayan hecho otras personas.',
  },

  evidence: {
    looking: 'Buscando datos ocultos…',
    gone: 'Este archivo ya no se puede leer. Por favor, quítelo y elíjalo otra vez.',
    unread: 'Esta página no pudo examinar este archivo, así que no puede decir qué hay oculto en él.',
    missing:
      'La parte de esta página que examina los archivos no ha llegado, o se detuvo. Si todavía llega, lo que encuentre aparece aquí.',
    nothingFound: 'No se encontró ningún dato oculto de los que conocemos.',
    summaries: {
      remove: (kinds) => `Datos ocultos que no se envían: ${kinds}`,
      keep: (kinds) => `Datos ocultos que sí se envían: ${kinds}`,
      both: (kinds) => `Se envía dos veces, sin datos ocultos y con ellos: ${kinds}`,
    },
    givesAway: 'Además de lo que muestra, este archivo revelaría:',
    choose: '¿Qué se debe enviar?',
    choices: {
      remove: 'Una copia sin estos datos',
      keep: 'El original, con todos estos datos',
      both: 'Las dos cosas',
    },
    choiceHints: {
      remove: 'Lo que muestra el archivo queda como está, salvo lo que aparece en la lista de arriba.',
      keep: 'Un original sin tocar puede pesar más como prueba. Quienes leen su testimonio en la organización pueden ver entonces todos estos datos; el servidor no.',
      both: 'La copia para trabajar y, junto a ella, el original cifrado. Las mismas personas de la organización pueden abrir los dos.',
    },
    uncleaned: 'Este archivo no se puede limpiar aquí.',
    formats: {
      pdf: 'Un PDF puede guardar nombres, fechas y versiones anteriores en lugares que nadie puede vaciar con certeza.',
      heic: 'Es una imagen en formato HEIC, el que usan los iPhone para sus fotos. Esta página no puede quitarle nada.',
      archive:
        'Es un archivo comprimido. Cada archivo que hay dentro puede llevar sus propios datos ocultos, y esta página no los examina.',
      unknown:
        'Esta página no conoce este tipo de archivo, y por eso tampoco sabe qué puede haber oculto en él.',
      other: 'Esta página no puede quitar los datos ocultos de este tipo de archivo.',
    },
    obstacles: {
      damaged:
        'Está dañado, o no es lo que parece, así que esta página no puede decir con certeza qué hay en él.',
      encrypted: 'Está cerrado con contraseña, así que esta página no puede mirar dentro.',
      'unknown-part':
        'Tiene una parte que esta página no conoce y que no puede quitar sin estropear el archivo.',
      'too-complex': 'Está hecho de una manera tan complicada que esta página no puede recorrerlo entero.',
    },
    foundAllTheSame: 'Se encontró esto en él, y puede haber más:',
    goesAsItIs:
      'Si lo envía, va tal como está. Quienes leen su testimonio en la organización pueden ver entonces todo lo que haya oculto en él. El servidor no puede.',
    adviceHeading: 'Lo que puede hacer',
    advice: {
      pdf: [
        'Imprímalo, si puede hacerlo sin peligro, mejor en blanco y negro; tome fotos de las hojas y agregue las fotos.',
        'O copie lo importante en su testimonio, como texto.',
        'O no lo envíe.',
      ],
      heic: [
        'Guárdelo como JPEG, por ejemplo con el programa de fotos del dispositivo, y agregue esa copia.',
        'Para fotos nuevas: en los ajustes de la cámara del iPhone, en “Formatos”, elija “Más compatible”.',
        'O no lo envíe.',
      ],
      archive: ['Descomprímalo y agregue los archivos uno por uno.', 'O no lo envíe.'],
      encrypted: ['Guárdelo sin contraseña y agregue esa copia.', 'O no lo envíe.'],
      other: [
        'Guárdelo en otro formato, si tiene un programa que pueda hacerlo: una imagen como JPEG o PNG, un video como MP4, un documento como DOCX u ODT. Después agregue esa copia.',
        'O no lo envíe.',
      ],
    },
    kinds: {
      place: 'Lugar',
      time: 'Momento',
      device: 'Dispositivo',
      serial: 'Número de serie',
      author: 'Nombres de personas',
      software: 'Programa',
      title: 'Título',
      comment: 'Nota',
      thumbnail: 'Imagen en miniatura',
      history: 'Versiones anteriores',
      'tracked-changes': 'Cambios registrados',
      identifier: 'Número de identificación',
      'unknown-part': 'Algo desconocido',
    },
    unshown: {
      place: 'dónde se hizo',
      time: 'cuándo se hizo o se cambió',
      device: 'con qué dispositivo se hizo',
      serial: 'el número propio de un aparato',
      author: 'quién lo hizo o lo cambió',
      software: 'con qué programa se hizo',
      title: 'un título o una descripción',
      comment: 'una nota que no se ve',
      thumbnail: 'una imagen pequeña, quizá de cómo era el archivo antes de que lo cambiaran',
      history: 'rastros de cómo se editó',
      'tracked-changes': 'qué se borró o se agregó, y quién lo hizo',
      identifier: 'un número por el que se pueden reconocer sus copias',
      'unknown-part': 'datos cuyo significado esta página no conoce',
    },
    position: (latitude, isNorth, longitude, isEast) =>
      `${latitude}° ${isNorth ? 'norte' : 'sur'}, ${longitude}° ${isEast ? 'este' : 'oeste'}`,
    map: 'Un mapa del mundo con un punto en este lugar',
    more: (count) => `y más de este tipo: ${count}`,
    names:
      'El nombre de un archivo también se envía, cifrado. Un nombre puede revelar cuándo se tomó una foto o quién aparece en ella.',
    numberNames: 'Cambiar todos los nombres por números',
    rename: 'Cambiar el nombre',
    name: 'Nombre con el que se envía',
  },

  receipt: {
    heading: 'Sus doce palabras',
    lead: 'Por favor, escriba estas palabras en un papel, en este orden. Todavía no se ha enviado nada.',
    why: [
      'Son la única forma de leer nuestra respuesta y de volver a escribirnos.',
      'Se crearon en este dispositivo hace un momento. Nunca se envían y no se guardan en ninguna parte. Si se pierden, nadie puede recuperarlas, ni nosotros ni el servidor.',
      'Quien las encuentre puede leer nuestras respuestas y escribir como si fuera usted, pero no puede leer su testimonio. Guarde el papel donde nadie mire, y no anote en él la dirección de esta página.',
      'Si puede evitarlo, no tome fotos de la pantalla: muchas veces las fotos se copian a otros dispositivos.',
    ],
    language: 'Idioma de las palabras',
    languageHint: 'Si elige otro idioma, recibe palabras nuevas. Las que se mostraron antes ya no valen.',
    noOwnWords:
      'No hay lista de palabras en el idioma de esta página, así que sus palabras están en inglés. Abajo puede elegir otro idioma para ellas.',
    written: 'Ya las anoté',
    checkHeading: 'Vamos a comprobarlo',
    checkLead:
      'Por favor, escriba aquí estas palabras mirando su papel. No importan las mayúsculas ni las tildes.',
    word: (position) => `Palabra ${position}`,
    wrong: (position) => `La palabra ${position} no es la misma. Por favor, mire otra vez su papel.`,
    send: 'Cifrar y enviar',
    again: 'Ver otra vez las palabras',
    print: 'Imprimir las palabras',
    printHint:
      'En la hoja solo hay números y palabras. Imprima solo en una impresora que sea suya: una impresora, o el aparato al que está conectada, puede guardar una copia.',
    copyHeading: 'No copie las palabras, si puede evitarlo',
    copyWarning:
      'Todavía no se ha copiado nada. Lo que está en el portapapeles lo pueden leer otros programas de este dispositivo. Algunos dispositivos lo pasan a otros que usted tenga o a una empresa, y el teclado de un teléfono puede recordarlo. El papel es más seguro.',
    copyYes: 'Copiar de todos modos',
    copyNo: 'No copiar',
    copied:
      'Las palabras están ahora en el portapapeles. Cuando las haya puesto donde las quiere, copie cualquier otra cosa, para que no se queden ahí.',
  },

  sending: {
    heading: 'Se está enviando su testimonio',
    headingFollowUp: 'Se está enviando su mensaje',
    lead: 'Por favor, deje abierta esta página hasta que diga “Recibido”. Si se corta la conexión, no pasa nada: el envío sigue donde se quedó.',
    preparing: 'Cifrando en este dispositivo…',
    proving:
      'Su navegador está haciendo un cálculo que impide que alguien inunde este portal con envíos. Puede tardar un rato; usted no tiene que hacer nada.',
    provingFor: (minutes, isSlow) =>
      `Su navegador está haciendo un cálculo que impide que alguien inunde este portal con envíos. Aquí tarda alrededor de ${minutes} min y, de vez en cuando, el triple. Puede esperar con esta página abierta, o cancelar y volver otro día, cuando quizá se pida menos.` +
      (isSlow
        ? ' En esta dirección el navegador no puede usar su propio cifrado rápido. En una dirección de este portal que empiece por https o termine en .onion tarda mucho menos; allí tendría que escribirlo todo de nuevo.'
        : ''),
    sending: 'Cifrando y enviando…',
    resumed: 'La conexión ha vuelto. El envío sigue donde se quedó.',
    lost: 'Se cortó la conexión. No se ha perdido nada con ella.',
    trouble: 'El servidor no lo acepta en este momento.',
    retryIn: (seconds) => `Próximo intento en ${seconds} s.`,
    tryNow: 'Intentar ya',
    paused: 'En pausa. Lo que el servidor ha confirmado se queda ahí por ahora.',
    full: 'El servidor no tiene espacio en este momento. Esta página lo conserva todo y espera a lo que usted decida.',
    fullForFiles:
      'El servidor no tiene espacio para archivos en este momento; lo que le queda lo reserva para textos. Esta página lo conserva todo y espera a lo que usted decida.',
    sendText: 'Enviar ahora el texto, sin los archivos',
    sendTextHint:
      'Si envía solo el texto, después esta página ya no conserva los archivos. Puede enviarlos otro día con sus doce palabras. O puede esperar y elegir “Seguir” para intentarlo otra vez con todo.',
    progress: 'Confirmado por el servidor',
    confirmed: (confirmed, total) => `El servidor ha confirmado ${confirmed} de ${total}.`,
    padding: 'Es más de lo que usted escribió: se rellena para que el tamaño diga poco.',
    pause: 'Pausa',
    resume: 'Seguir',
    cancel: 'Cancelar',
    cancelSure:
      '¿De verdad quiere cancelar? En ese caso se pide al servidor que deseche lo que se envió hasta ahora.',
    cancelYes: 'Sí, cancelar',
    cancelNo: 'No, seguir',
    cancelled: 'Cancelado',
    cancelledAsking: 'Ya no se envía nada más. Pidiendo al servidor que deseche lo que tiene…',
    cancelledText:
      'No se ha recibido nada. Lo que escribió sigue aquí, solo en esta página. Puede cambiarlo y enviarlo de nuevo, con las mismas doce palabras.',
    cancelledLate:
      'Puede que haya llegado de todos modos. Todo había salido ya de este dispositivo antes de que usted cancelara, y el servidor no ha confirmado que lo desechó. Si llegó, solo pueden leerlo las personas de la organización que leen los testimonios. Conserve sus doce palabras: con ellas puede escribir aquí y pedir que se borre. Lo que escribió también sigue en esta página. Si lo envía otra vez, puede que la organización lo reciba dos veces, y eso no hace ningún daño.',
    failed: 'No se pudo enviar',
    failedText: 'Lo que escribió sigue aquí, solo en esta página.',
    sendAgain: 'Enviar de nuevo',
    change: 'Volver a lo que escribí',
  },

  voice: {
    heading: 'Hablar en vez de escribir',
    warning:
      'Tanto las personas como las máquinas pueden reconocer una voz, y también los sonidos de fondo. Si nadie debe saber quién es usted, mejor escriba, o pida a otra persona que lea sus palabras en voz alta.',
    hint: 'Lo que diga se queda en esta página, hasta una hora por grabación, y se cifra con lo demás cuando lo envíe. Esta página no guarda nada en el dispositivo; un teléfono con poca memoria puede guardar por sí solo, en su almacenamiento, partes de lo que tiene el navegador.',
    missing:
      'Este navegador no permite que las páginas graben; Tor Browser no lo permite nunca. Puede grabar con otro programa y agregar el archivo. Después bórrelo del dispositivo.',
    asking: 'El navegador está preguntando si esta página puede usar el micrófono.',
    refused:
      'No se puede usar el micrófono. Quizá el navegador o el dispositivo no lo permiten. Puede escribir, o agregar un archivo que se haya grabado de otra forma.',
    start: 'Empezar a grabar',
    recording: 'Grabando',
    paused: 'La grabación está en pausa.',
    pause: 'Pausa',
    resume: 'Seguir',
    end: 'Terminar y conservar',
    discard: 'Desechar',
    full: 'Se grabó una hora y se conserva abajo. La grabación terminó; puede empezar otra.',
    endFirst: 'Todavía hay una grabación en marcha. Por favor, termínela antes de seguir.',
  },

  pace: {
    heading: 'Enviar despacio',
    what: 'Si teme que alguien que vigila la conexión note un envío grande, se puede enviar en partes pequeñas y desiguales, con pausas desiguales entre ellas. Un texto solo es pequeño y sale de una vez.',
    fast: 'Tan rápido como permita la conexión',
    slow: 'Despacio, en partes pequeñas y con pausas',
    rate: 'Cuánto, en promedio',
    inAMinute: (size) => `${size} por minuto`,
    piece: 'Tamaño de las partes',
    about: (size) => `más o menos ${size}`,
    takes: (time) =>
      `Tiempo que falta, más o menos: ${time}. Hasta entonces esta página tiene que seguir abierta.`,
    limits:
      'No oculta nada a quien sume todo lo enviado en un día: sabrá que se envió algo desde donde usted está, y cuándo; con Tor Browser, no sabrá a dónde. Puede cambiar esto mientras se envía.',
    resting: (seconds) => `Pausa hecha a propósito. La siguiente parte sale en ${seconds} s.`,
  },

  done: {
    heading: 'Recibido',
    lead: 'El servidor ha confirmado que todo llegó y está guardado, cifrado.',
    leadText:
      'El servidor ha confirmado que su texto llegó y está guardado, cifrado. Sus archivos no se enviaron.',
    nextFiles:
      'Para enviar los archivos otro día, vuelva a esta página, elija “Leer una respuesta”, escriba sus doce palabras, elija “Escribir sin mirar” y agréguelos allí.',
    nextHeading: 'Qué viene ahora',
    next: (isDemonstration) => [
      'Las personas de la organización que leen los testimonios lo abren en sus propias computadoras. Eso puede tardar varios días.',
      'Cuando lo hayan abierto, al entrar con sus doce palabras aparece un aviso que lo dice. Si hay una respuesta o una pregunta, también la encuentra allí.',
      `Las respuestas aparecen ${pace(isDemonstration)}. Basta con mirar dentro de unos días. Se quedan un tiempo limitado, por lo general unos dos meses.`,
      'Si después de dos semanas no hay ningún aviso, algo falló entre el servidor y la organización. En ese caso, por favor, envíe de nuevo o comuníquese con la organización por otro medio.',
    ],
    wipedHeading: 'Ahora',
    wiped:
      'Esta página ya no conserva lo que escribió, ni sus archivos, ni las palabras. Un navegador no deja que una página haga esto con certeza; por eso, por favor, cierre ya esta pestaña. En Tor Browser, elija además “Nueva identidad”. Si tomó notas o hizo copias en este dispositivo, piense también en ellas.',
  },

  replies: {
    heading: 'Leer una respuesta',
    lead: 'Por favor, escriba o pegue sus doce palabras, en el orden en que las anotó. Se quedan en este dispositivo.',
    words: 'Sus doce palabras',
    wordsHint:
      'En el idioma en que estén, sea cual sea el idioma de esta página. Con espacios entre ellas; las palabras chinas y japonesas, también sin espacios.',
    look: 'Buscar una respuesta',
    write: 'Escribir sin mirar',
    writeHint:
      'Si acaba de leer una respuesta: elija “Nueva identidad” en Tor Browser, vuelva aquí y elija esto. Así el servidor no puede relacionar su mensaje con que usted estuvo mirando.',
    looking: 'Buscando…',
    private:
      'Haya respuesta o no, su navegador pide al servidor las mismas dos cosas. El servidor no llega a saber cuál es el caso.',
    asOf: (day, isDemonstration) =>
      `Situación del ${day}. Las respuestas nuevas aparecen ${pace(isDemonstration)}.`,
    found: 'Lo que hay para sus doce palabras',
    nothing: 'Todavía no hay nada para estas palabras',
    nothingWhy: 'Puede haber varias razones:',
    nothingReasons: (isDemonstration) => [
      'La organización todavía no ha abierto su testimonio. Eso puede tardar varios días.',
      `Acaban de abrirlo: las respuestas aparecen ${pace(isDemonstration)}.`,
      'Pasó mucho tiempo: las respuestas se quedan un tiempo limitado, por lo general unos dos meses.',
      'Las palabras son de otra organización, o por un error salieron otras palabras que también son válidas. Por favor, compare con lo que anotó.',
    ],
    nothingAdvice:
      'Por favor, vuelva a mirar dentro de unos días. Si después de dos semanas sigue sin haber nada, envíe otra vez su testimonio o comuníquese con la organización por otro medio.',
    acknowledgement: 'Recibido y legible',
    acknowledgementText: 'La organización abrió lo que usted envió y puede leerlo.',
    acknowledgementFollowUp: 'La organización abrió su mensaje posterior y puede leerlo.',
    reply: 'Respuesta de la organización',
    missing: (count) =>
      `No está todo. Faltan: ${count}. Son avisos o respuestas anteriores, o partes de uno de ellos, y lo que ve aquí viene después. Puede que se les haya acabado el plazo, o que el servidor los esté reteniendo.`,
    forged: (count) =>
      `Falsificaciones: ${count}. Algo va dirigido a usted, pero le falta la prueba de que viene de la organización. No se muestra. No crea a nadie que lo mencione.`,
    damaged: (count) =>
      `No se puede abrir: ${count}. En un lugar que es suyo hay algo que se dañó, o que puso alguien que no tiene ni sus palabras ni las claves de la organización. No se muestra.`,
    swapped: (count) =>
      `Fuera de su lugar: ${count}. El servidor puso avisos o respuestas auténticos en lugares que no son los suyos. Se muestran donde corresponde.`,
    replayed: (count) =>
      `Repeticiones: ${count}. El servidor puso una copia de algo auténtico en otro lugar, quizá encima de otra cosa. Se muestra una sola vez.`,
    tampered:
      'Esto no debería pasar, y puede que alguien esté manipulando el servidor. Lo que se muestra abajo está comprobado y es auténtico. Si puede, avise a la organización por otro medio.',
    stale: (day) =>
      `El servidor muestra cómo estaban las cosas el ${day}, aunque debería tener algo más nuevo. Quizá la fecha de su dispositivo está mal. Si no, el servidor tiene una falla o está reteniendo respuestas más nuevas.`,
    incomplete: 'Falta una parte de esta respuesta.',
    more: 'Hay respuestas más antiguas en otro lugar. Para leerlas, busque otra vez.',
    lookAgain: 'Buscar otra vez',
    followUp: 'Escribir a la organización',
    otherWords: 'Escribir otras palabras',
    close: 'Cuando termine, por favor, cierre esta pestaña. En Tor Browser, elija “Nueva identidad”.',
    count: (count) => `Palabras hasta ahora: ${count} de 12.`,
    unknownWord: (position, word) =>
      `La palabra ${position}, “${word}”, no está en la lista. Por favor, compárela con lo que anotó.`,
    suggestions: 'Palabras que empiezan así',
    unanswered: 'Lo que no ha tenido respuesta',
    waiting: (day) => `Su testimonio se abrió el ${day}. Todavía no tiene respuesta.`,
    waitingFollowUp: (day) => `Un mensaje posterior suyo se abrió el ${day}. Todavía no tiene respuesta.`,
    nothingWaiting: 'Desde la última respuesta no se ha abierto nada suyo.',
    lastReply: (day) => `La última respuesta es del ${day}.`,
    unansweredLimits:
      'Aquí no aparece lo que la organización todavía no ha abierto. Tampoco lo que ya no se guarda, ni lo que el servidor pueda estar reteniendo.',
  },

  followUp: {
    heading: 'Volver a escribir',
    advice:
      'Si acaba de buscar una respuesta, el servidor podría darse cuenta de que es la misma visita la que ahora envía un mensaje, aunque no de lo que dice. Para evitarlo, elija primero “Nueva identidad” en Tor Browser; después vuelva aquí, escriba sus palabras y elija “Escribir sin mirar”.',
    label: 'Su mensaje',
    hint: 'Una respuesta, algo que quiera agregar, una corrección. Si solo quiere cambiar lo que se puede hacer con ello, o pedir que se borre, puede dejar esto vacío y elegirlo abajo.',
    missing: 'Por favor, escriba algo primero.',
    send: 'Cifrar y enviar',
  },
};

export const plain: PlainMessages = {
  heading: 'JavaScript está desactivado',
  lead: 'Por eso esta página no puede cifrar, y sus propias preguntas quedan cerradas. Aun así, puede enviar un archivo que haya cifrado por su cuenta, en una computadora de su confianza, con el programa gratuito “age”. Esta página explica cómo.',
  better:
    'Con JavaScript se puede hacer mucho más: en Tor Browser, elija el nivel de seguridad “Estándar” o “Más seguro” (el escudo junto a la dirección y, dentro, los ajustes) y vuelva a cargar esta página. O comuníquese con la organización por otro medio.',
  differsHeading: 'Qué cambia sin JavaScript',
  differs: [
    'No recibe doce palabras, a no ser que su archivo lo haya creado la página para usar sin conexión. Sin ellas no puede leer aquí una respuesta, ni agregar algo después, ni retirarlo. Si quiere que le contesten, escriba en el archivo cómo comunicarse con usted sin peligro.',
    'El tamaño de su archivo se puede ver: lo ve el servidor, y quizá quien vigile su conexión. Aquí no se rellena.',
    'Su navegador envía también el nombre del archivo cifrado, y el nombre va sin cifrar. El servidor no lo guarda. Póngale un nombre que no diga nada, como testimony.age.',
    'Lo que haya oculto en sus archivos se queda en ellos: dónde y cuándo se tomó una foto, quién escribió un documento. Quienes leen su testimonio en la organización pueden verlo. Aquí no se busca ni se quita nada.',
    'Esta página no puede comprobar por usted la firma de la organización. Más abajo explica cómo puede hacerlo.',
  ],

  howHeading: 'Cómo cifrar',
  how: [
    'Consiga el programa age, versión 1.3 o posterior, en la computadora en la que escribe. “age --version” dice cuál es; las anteriores no sirven para esto.',
    'Escriba lo que pasó en un archivo de texto, como testimony.txt. Basta con un texto. Las preguntas que hay más abajo pueden servirle de ayuda.',
    'Guarde la clave del destinatario en la misma carpeta. Es una clave pública: con ella cualquiera puede cifrar, y solo quienes leen en la organización pueden abrir.',
    'En una terminal, en esa carpeta, cifre el archivo:',
    'El archivo cifrado es testimony.age. Tráigalo a este navegador y entréguelo abajo.',
  ],
  several:
    'Si tiene varios archivos, póngalos todos en una carpeta “testimony” y primero empaquétela. La primera orden funciona también en macOS y Windows, pero escribe en el paquete cuándo se cambió cada archivo y, en la mayoría de los sistemas, el nombre que usted tiene en ese sistema. La segunda, en Linux, no lo escribe:',
  severalThen: 'Después cifre testimony.tar en lugar de testimony.txt:',
  armour: 'Por favor, cifre sin “-a” y para nadie más; si no, el servidor rechaza el archivo.',

  recipientHeading: 'La clave del destinatario',
  desksHeading: 'Las claves de los destinatarios',
  desks:
    'Elija una. Si alguna de esas personas tiene que ver con lo que pasó, elija a otras. Cifre para un solo destinatario.',
  save: 'Guardar la clave del destinatario como archivo',
  show: 'Mostrarla como texto',
  asText: 'Si no puede guardarla, copie este texto, completo, y póngalo en el lugar de RECIPIENT:',

  checkHeading: '¿Es auténtica la clave del destinatario?',
  check:
    'La organización firmó las claves de sus destinatarios con su clave raíz. Si le dio la huella de esa clave raíz por otro medio, compare las dos. Si son distintas, no envíe nada aquí. Si son iguales, es buena señal, pero no es una prueba: un servidor en malas manos podría mostrar cualquier huella.',
  fingerprint: 'Huella de la clave',
  proofSummary: 'Comprobarla en su computadora',
  proof: [
    'Guarde estos tres archivos: la lista de claves, su firma y la clave raíz.',
    'Con el programa minisign, compruebe la firma. Debe decir que está verificada (“verified”).',
    'Calcule la huella a partir de los archivos (Linux). Debe ser la misma que le dieron.',
    'La clave del destinatario que usted usa debe estar en keyring.json, letra por letra. Esto la encuentra:',
  ],

  formHeading: 'Entregar el archivo cifrado',
  label: 'El archivo cifrado, como máximo __WITNESSBOX_PLAIN_SIZE__',
  send: 'Enviar el archivo cifrado',
  wait: 'Su navegador envía el archivo exactamente como está, con su nombre. Por favor, elija solo uno que usted haya cifrado, con un nombre como testimony.age. Puede tardar un rato, y mientras tanto su navegador muestra poco. Solo ha llegado cuando una página nueva dice “Recibido”. Si se corta la conexión, no se conserva nada de lo enviado; por favor, empiece otra vez.',

  closedHeading: 'Por ahora no se puede enviar nada',
  closed:
    'Las claves de la organización ya vencieron: su último día fue el __WITNESSBOX_VALID_UNTIL__. Por favor, vuelva dentro de unos días o comuníquese con la organización por otro medio.',
  offHeading: 'Sin JavaScript no se puede enviar nada',
  off: 'Este portal no recibe nada de navegadores sin JavaScript.',
  questions:
    'Los botones y los campos de más abajo necesitan JavaScript. Las preguntas pueden ayudarle con su texto.',

  answers: {
    received: {
      heading: 'Recibido',
      text: 'El servidor ha confirmado que su archivo cifrado llegó y está guardado.',
      ways: [
        'Las personas de la organización que leen los testimonios lo abren en sus propias computadoras. Eso puede tardar varios días. Esta página no puede saber si logran abrirlo.',
        'Si el archivo lo creó la página para usar sin conexión, sus doce palabras valen: con JavaScript puede mirar aquí dentro de unos días si hay una respuesta. De lo contrario, no hay comprobante, y aquí no aparece ninguna respuesta; si escribió cómo comunicarse con usted, puede que lo usen.',
        'Por favor, no vuelva a cargar esta página: su navegador enviaría el archivo otra vez.',
        'Piense en lo que queda en sus dispositivos: el archivo cifrado, el texto y la clave del destinatario.',
        'Por favor, cierre ya esta pestaña. En Tor Browser, elija además “Nueva identidad”.',
      ],
    },
    'not-age': {
      heading: 'No se recibió',
      text: 'Esto no es un archivo cifrado con age, o no se eligió ningún archivo. No se conservó nada.',
      ways: [
        'Si no estaba cifrado, ya llegó al servidor tal como estaba. El servidor lo desechó y está hecho para no guardar registro de él, pero no podemos prometer que nadie lo haya visto.',
        'Por favor, cífrelo como dice la página, sin “-a”, y elija el archivo que termina en “.age”.',
      ],
    },
    'wrong-recipient': {
      heading: 'No se recibió',
      text: 'El archivo está cifrado, pero no para este tipo de destinatario, o no solo para él. No se conservó nada.',
      ways: [
        'Por favor, use age 1.3 o posterior, únicamente con la clave del destinatario que está en esta página. Una contraseña, otro destinatario o un segundo destinatario se rechazan.',
      ],
    },
    damaged: {
      heading: 'No se recibió',
      text: 'El archivo está cortado o dañado: ningún archivo cifrado tiene esta longitud. No se conservó nada.',
      ways: ['Por favor, cópielo otra vez desde donde lo cifró, o cifre de nuevo, y envíe ese archivo.'],
    },
    'too-large': {
      heading: 'No se recibió',
      text: 'El archivo es más grande de lo que recibe este formulario: como máximo __WITNESSBOX_PLAIN_SIZE__. No se conservó nada.',
      ways: [
        'Por favor, envíe primero el texto y después los archivos en varias partes más pequeñas, cada una cifrada por separado. Escriba en cada una qué otras partes van con ella.',
        'O use esta página con JavaScript, en Tor Browser en “Estándar” o “Más seguro”: así se aceptan archivos mucho más grandes.',
      ],
    },
    crowded: {
      heading: 'No se recibió',
      text: 'En este momento hay demasiados envíos de este tipo, o su conexión era demasiado lenta mientras otros esperaban. No se conservó nada.',
      ways: [
        'Por favor, inténtelo otra vez dentro de unos minutos. Un archivo pequeño pasa con más facilidad.',
        'O use esta página con JavaScript, en Tor Browser en “Estándar” o “Más seguro”: así no tiene que esperar detrás de los demás.',
      ],
    },
    full: {
      heading: 'No se recibió',
      text: 'El servidor no tiene espacio en este momento para esta forma de envío. No se conservó nada.',
      ways: [
        'Por favor, vuelva otro día.',
        'O use esta página con JavaScript, en Tor Browser en “Estándar” o “Más seguro”: para eso se reserva algo de espacio.',
      ],
    },
    closed: {
      heading: 'No se recibió',
      text: 'Las claves de la organización ya vencieron, así que por ahora no se puede enviar nada. No se conservó nada.',
      ways: ['Por favor, vuelva dentro de unos días o comuníquese con la organización por otro medio.'],
    },
    unclear: {
      heading: 'No se recibió',
      text: 'Lo que llegó no era el formulario de esta página, o no llegó completo. No se conservó nada.',
      ways: ['Por favor, vuelva a la página, elija el archivo y envíelo desde allí.'],
    },
    trouble: {
      heading: 'No se recibió',
      text: 'El servidor tiene problemas en este momento. No ha confirmado que su archivo esté guardado.',
      ways: [
        'Por favor, inténtelo dentro de un rato. Si de todos modos se guardó, la organización lo recibe dos veces, y eso no hace ningún daño.',
      ],
    },
  },
  back: 'Volver a la página',
};

export const intake: IntakeMessages = {
  what: {
    label: '¿Qué pasó?',
    hint: 'Cuéntelo con sus propias palabras y en el orden que sea. Escriba mucho o poco, como quiera. Si de algo no tiene certeza, dígalo; eso ayuda.',
  },
  when: {
    label: '¿Cuándo fue?',
    fields: {
      when: {
        label: 'La fecha, tan exacta como la sepa',
        hint: 'Basta con el año, o con el año y el mes.',
      },
      'when-words': {
        label: 'Cuándo fue, con sus propias palabras',
        hint: 'Por ejemplo: hace dos años, a comienzos del año; de noche; desde entonces, cada semana.',
      },
    },
  },
  where: {
    label: '¿Dónde fue?',
    hint: 'Ponga solo lo que sepa y quiera decir.',
    fields: {
      where: {
        label: 'El lugar, con sus propias palabras',
        hint: 'Una calle, un edificio, una carretera entre dos pueblos.',
      },
      country: { label: 'País' },
      province: { label: 'Estado, departamento, provincia o región' },
      city: { label: 'Ciudad o municipio' },
      county: { label: 'Distrito, cantón o parroquia' },
      township: { label: 'Barrio, colonia, comunidad o aldea' },
      facility: {
        label: 'Comisaría o estación de policía, cuartel, cárcel, hospital, oficina',
        hint: 'Su nombre o número, o cómo lo llama la gente.',
      },
    },
  },
  who: {
    label: '¿Quién lo hizo?',
    hint: 'Funcionarios, policías, militares, guardias, empleadores, informantes: quien lo hizo, lo ordenó o dejó que pasara. Puede agregar a varias personas.',
    fields: {
      officials: {
        label: 'Una persona o un grupo',
        hint: 'Si no sabe ningún nombre, diga lo que sí sabe.',
        add: 'Agregar otra persona u otro grupo',
        fields: {
          name: { label: 'Nombre, o cómo le decían' },
          post: { label: 'Cargo o rango' },
          agency: { label: 'Institución u organización' },
          unit: { label: 'Unidad, departamento o comisaría' },
          badge: { label: 'Número de identificación, vehículo, placas o matrícula, uniforme' },
          did: { label: 'Qué hizo esta persona o este grupo' },
          'known-how': {
            label: '¿Cómo sabe que fueron ellos?',
            options: {
              saw: 'Lo vi o lo oí yo',
              'said-so': 'Dijeron quiénes eran',
              papers: 'Está en papeles, en una credencial o en un vehículo',
              known: 'Sabía de antes quiénes eran',
              told: 'Me lo contó alguien',
              guess: 'Eso creo, pero no tengo certeza',
            },
          },
        },
      },
    },
  },
  harmed: {
    label: '¿Quién sufrió daños y cuáles?',
    hint: 'No tiene que nombrar a nadie. No ponga nombres de personas que correrían peligro si se supiera quiénes son.',
    fields: {
      harmed: {
        label: 'Una persona o un grupo',
        add: 'Agregar otra persona u otro grupo',
        fields: {
          person: {
            label: '¿Quién es?',
            options: {
              me: 'Yo',
              family: 'Alguien de mi familia',
              other: 'Otra persona',
              many: 'Varias personas, o un lugar entero',
            },
          },
          name: {
            label: 'Nombre u otra descripción',
            hint: 'Solo si eso no pone en peligro a nadie.',
          },
          harm: {
            label: '¿Qué se dañó?',
            options: {
              life: 'Alguien murió o desapareció',
              detention: 'Libertad: detención, arresto domiciliario, prohibición de viajar',
              health: 'Salud del cuerpo o de la mente',
              income: 'Trabajo, ingresos o pensión',
              schooling: 'Escuela o estudios',
              property: 'Casa, tierra o pertenencias',
              family: 'Vida familiar, hijos',
              faith: 'Fe, lengua o cultura',
              other: 'Otra cosa',
            },
          },
          'harm-words': { label: 'Qué consecuencias tuvo, entonces y ahora' },
        },
      },
    },
  },
  relation: {
    label: '¿Cómo lo sabe usted?',
    fields: {
      relation: {
        label: 'Elija todo lo que corresponda',
        options: {
          victim: 'Me lo hicieron a mí',
          witness: 'Lo vi o lo oí',
          told: 'Me lo contó alguien que estaba allí',
          documents: 'Tengo papeles o grabaciones de ello',
          'took-part': 'Tuve que participar, o trabajaba allí',
        },
      },
      'relation-words': { label: 'Más sobre esto' },
    },
  },
  tried: {
    label: '¿Qué ha intentado, y quién más lo sabe?',
    hint: 'Quejas, peticiones, tribunales, abogados, periodistas: también lo que no llevó a nada.',
    fields: {
      steps: {
        label: 'Algo que se intentó',
        add: 'Agregar otro intento',
        fields: {
          step: {
            label: '¿Qué fue?',
            options: {
              complaint: 'Una queja ante una oficina pública',
              petition: 'Una petición o carta a las autoridades',
              police: 'Una denuncia ante la policía',
              court: 'Un caso ante un tribunal',
              lawyer: 'Un abogado o una abogada',
              media: 'Periodistas o internet',
              abroad: 'Una organización en el extranjero o las Naciones Unidas',
              other: 'Otra cosa',
            },
          },
          whom: { label: 'A quién se acudió' },
          date: { label: 'Cuándo' },
          answer: { label: '¿Qué respondieron, o qué pasó después?' },
        },
      },
      'others-know': {
        label: '¿Quién más sabe lo que pasó?',
        hint: 'Solo si eso no pone en peligro a nadie.',
      },
    },
  },
  risk: {
    label: '¿Hay alguien en peligro ahora?',
    fields: {
      risk: { label: '¿Qué podría pasarle a usted o a otras personas, ahora o si esto se llega a saber?' },
      careful: {
        label: '¿Con qué debemos tener cuidado?',
        hint: 'Por ejemplo: detalles que solo usted puede saber, personas a las que no se debe preguntar, momentos en los que no se debe publicar nada.',
      },
    },
  },
  evidence: { label: '¿Tiene archivos?' },
  want: {
    label: '¿Qué quiere que pase?',
    fields: {
      want: {
        label: 'Lo que quisiera que hagamos, o que no hagamos',
        hint: 'Puede dejarlo vacío y decírnoslo después.',
      },
    },
  },
  files: {
    'made-by': { label: '¿Quién lo hizo?', hint: 'Solo si eso no pone en peligro a nadie.' },
    'made-when': { label: '¿Cuándo se hizo?' },
    copy: {
      label: '¿Es el original?',
      options: {
        original: 'El original, tal como se hizo',
        copy: 'Una copia, o algo que reenvió alguien',
        picture: 'Una foto o un escaneo de un papel o de una pantalla',
        unknown: 'No lo sé',
      },
    },
  },
  notice: {
    text: 'Elija lo que elija, las personas de la organización que leen los testimonios leen lo que usted envía. Aparte de eso, cada uso necesita su sí, y puede darlo para cada uno por separado. Lo que no elija es un no. Después puede cambiarlo o retirarlo con sus doce palabras. Lo que ya se haya publicado o entregado para entonces no se puede hacer volver.',
    uses: {
      numbers: {
        label: 'Contarlo en cifras en las que no se reconoce a nadie',
        consequence:
          'Por ejemplo: “tantas personas contaron esto en esta provincia”. No se cita nada de lo que usted escribió.',
      },
      anonymous: {
        label: 'Publicarlo sin lo que podría mostrar quién es usted',
        consequence:
          'Antes se quitan los nombres, lugares y fechas que podrían llevar hasta usted o hasta otras personas. Quien conozca bien el caso puede reconocerlo de todos modos.',
      },
      partners: {
        label: 'Entregarlo a organizaciones aliadas de derechos humanos y a órganos de las Naciones Unidas',
        consequence:
          'Reciben lo que usted escribió, con la promesa de protegerlo. A partir de ahí, la organización ya no decide sola quién lo lee.',
      },
      courts: {
        label: 'Darlo a tribunales y fiscalías de otros países, con su identidad bajo reserva',
        consequence:
          'Puede ayudar a que los responsables rindan cuentas. Puede que un día un tribunal quiera saber quién es usted; antes, la organización se lo consulta a usted.',
      },
      named: {
        label: 'Publicarlo con su nombre, si lo dio',
        consequence:
          'Lo puede leer todo el mundo, también los funcionarios. No se puede deshacer, y puede poner en peligro a usted y a su familia.',
      },
    },
  },
};

export const offline: OfflineMessages = {
  start: {
    heading: 'Aquí puede escribir sin conexión',
    lead: (organisation) =>
      `${organisation} escucha a personas a quienes funcionarios o agentes del Estado detuvieron, golpearon, extorsionaron o hicieron callar. Con esta página puede escribir lo que pasó en un dispositivo sin conexión. Lo que escriba se convierte en un solo archivo cifrado. Ese archivo lo entrega después, desde cualquier dispositivo, o se lo da a alguien en una memoria USB.`,
    testifyHint: 'Si puede, apague antes el wifi y los datos móviles, o desconecte el cable.',
    steps: [
      'Esta página no envía nada. Lleva dentro reglas por las que el navegador no le deja traer ni enviar nada. Para tener certeza, corte la conexión antes de escribir.',
      'Lo que escribe se cifra en este dispositivo. Solo pueden abrirlo las personas de la organización que leen los testimonios, en sus propias computadoras.',
      'Antes de que se cree el archivo, usted recibe doce palabras. Con ellas puede leer después nuestra respuesta en el portal y volver a escribir. Nadie más las tiene.',
      'Al final guarda un solo archivo, testimony.age. Solo nos ha llegado cuando se entregó en el portal y el portal dice “Recibido”.',
    ],
    limitsList: [
      'No puede darse cuenta, desde dentro, de si alguien cambió este archivo. Más abajo se explica cómo puede usted comprobarlo.',
      'No puede darle protección frente a quien controle este dispositivo o pueda ver la pantalla.',
      'Esta página y el archivo cifrado se quedan en el dispositivo o en la memoria USB hasta que usted los borre, y muchas veces lo borrado se puede recuperar. Quien los encuentre puede ver que usted escribió a esta organización, y más o menos cuánto, pero no qué.',
      'No puede leer una respuesta, ni sirve para escribir otra vez con las mismas palabras. Eso solo se puede hacer en el portal.',
      'No puede traer ayuda rápida. Si corre peligro ahora, por favor, vaya primero a un lugar seguro.',
    ],
    checking: 'Comprobando la firma de la organización…',
    validUntil: (day) =>
      `Sus claves son válidas hasta el ${day}. Después de ese día, por favor, use un archivo más nuevo; un archivo cifrado que haya creado hasta entonces todavía se puede entregar; cuanto antes, mejor.`,
    fingerprintHint:
      'Si la organización le dio por otro medio la huella de la clave, compare las dos. Si son distintas, no escriba aquí. Si son iguales, es buena señal, pero no es una prueba: un archivo cambiado podría mostrar cualquier huella.',
    notVerified: 'Con esta página no se puede crear ningún archivo',
  },
  check: {
    heading: '¿Es auténtico este archivo?',
    lead: 'Nada de lo que esta página diga de sí misma es una prueba. Antes de escribir, compare el archivo con lo que dice la organización, en una computadora que tenga el programa sha256sum o minisign:',
    steps: [
      'Con sha256sum, el archivo da 64 cifras y letras. Puede que la organización las haya publicado, y el portal las muestra donde ofrece este archivo. La mejor comparación es con alguien que lo haya descargado en otro lugar:',
      'Con minisign y la firma, que el portal ofrece junto a este archivo, la respuesta debe decir que está verificado (“verified”). En el lugar de ROOTKEY ponga la clave raíz de la organización, tomada de una fuente de su confianza:',
    ],
  },
  leave: {
    hint: 'Si alguien se acerca: pulse “Salir ya”, arriba, o tres veces la tecla Esc. Esta página queda vacía al instante y deja de conservar lo que usted escribió. El archivo de esta página se queda donde usted lo guardó, y este navegador puede recordar que se abrió.',
  },
  receipt: {
    lead: 'Por favor, escriba estas palabras en un papel, en este orden. Todavía no ha salido nada de esta página.',
    send: 'Crear el archivo cifrado',
  },
  form: {
    nextHint: 'A continuación recibe sus doce palabras. Después de ellas se crea el archivo cifrado.',
  },
  making: {
    heading: 'Se está cifrando su archivo',
    lead: 'Por favor, deje abierta esta página. Los archivos grandes pueden tardar un rato, y más en Tor Browser en “Más seguro”.',
    progress: 'Cifrado hasta ahora',
    encrypted: (done, total) => `Se han cifrado ${done} de ${total}.`,
    cancelled: 'Cancelado',
    cancelledText:
      'No se creó ningún archivo. Lo que escribió sigue aquí, solo en esta página. Sus doce palabras siguen siendo las mismas.',
    failed: 'No se pudo crear el archivo',
    failedText:
      'Lo que escribió sigue aquí, solo en esta página. Si hay archivos grandes, puede que a este dispositivo no le alcance la memoria: por favor, deje fuera algunos y entréguelos después en el portal con sus doce palabras.',
    again: 'Intentar de nuevo',
  },
  made: {
    heading: 'Su archivo cifrado está listo',
    lead: 'Por ahora está solo en esta página. Por favor, guárdelo ya. Una vez cerrada esta página, no se puede volver a crear.',
    save: 'Guardar el archivo',
    size: (size) =>
      `Se llama testimony.age y ocupa ${size}. Es más de lo que usted escribió: se rellena para que el tamaño diga poco.`,
    name: 'Puede ponerle otro nombre, siempre que termine en .age.',
    nextHeading: 'Qué hacer ahora',
    next: [
      'Mire si el archivo está donde su navegador guarda las descargas, o cópielo a una memoria USB.',
      'Llévelo a un dispositivo con conexión, mejor con Tor Browser. En el portal de la organización elija “Entregar un archivo cifrado”. O déselo a alguien que lo haga por usted: esa persona no puede leerlo.',
      'Por favor, hágalo pronto. La organización cambia sus claves, y lo que se cifró con claves antiguas solo se puede abrir durante un tiempo limitado.',
      'Ha llegado cuando el portal dice “Recibido”. Después, con sus doce palabras, mire en el portal dentro de unos días si hay una respuesta.',
    ],
    destroyHeading: 'Qué queda en este dispositivo',
    destroy: [
      'El archivo cifrado no se puede volver a crear. Si es seguro para usted, consérvelo hasta que, al entrar con sus doce palabras, un aviso le diga que se recibió; solo entonces bórrelo del dispositivo y de la memoria USB, y borre también esta página. Si tiene que borrarlo antes, no se podrá enviar por segunda vez. En una memoria USB y en la mayoría de los teléfonos y computadoras, los archivos borrados se pueden recuperar durante un tiempo; es más segura una memoria USB que usted pueda destruir.',
      'Sus notas y los originales de sus archivos siguen donde estaban.',
      'El navegador puede recordar que se abrió esta página y que se guardó un archivo. En Tor Browser, elija “Nueva identidad”; en otros, borre el historial y la lista de descargas.',
    ],
    wiped:
      'Esta página ya no conserva lo que escribió, ni sus archivos, ni las palabras; en ella solo queda el archivo cifrado. Cuando lo haya guardado, por favor, cierre esta página.',
  },
  problems: {
    notGenuine:
      'La firma de la organización no coincide. Puede que alguien haya cambiado este archivo, o que se haya dañado en el camino. Por su seguridad, con él no se puede crear ningún archivo. Por favor, descárguelo de nuevo o comuníquese con la organización por otro medio.',
    wrongQuestions:
      'Las preguntas de este archivo no son las que firmó la organización. Por su seguridad, con él no se puede crear ningún archivo. Por favor, descárguelo de nuevo o comuníquese con la organización por otro medio.',
    expired:
      'Las claves de la organización que hay en este archivo ya vencieron. Por favor, compruebe la fecha de su dispositivo. Si es correcta, descargue del portal un archivo más nuevo.',
    tooLarge:
      'Uno de los archivos es más grande de lo que cabe. Por favor, déjelo fuera y entréguelo después en partes más pequeñas.',
  },
  footer:
    'Esta página no conserva nada, salvo el archivo que usted guarde. Aun así, su navegador puede recordar que se abrió.',
  noScript:
    'Esta página necesita JavaScript para cifrar en este dispositivo. En Tor Browser, elija el nivel de seguridad “Estándar” o “Más seguro” y abra el archivo otra vez. Ni de una forma ni de otra se envía nada.',
};

export const handIn: HandInMessages = {
  start: {
    heading: 'Escribir sin conexión',
    lead: 'Puede descargar una página que funciona sin conexión. Con ella escribe en el lugar y en el momento que usted elija, y la página crea un solo archivo cifrado. Ese archivo lo entrega aquí.',
    fetch: 'Guardar la página para usar sin conexión',
    signature: 'Guardar su firma',
    hash: 'SHA-256 de este archivo',
    hashHint:
      'Antes de escribir en él, compárelo con lo que la organización haya publicado en otro lugar. El propio archivo explica cómo.',
    left: 'El archivo se queda donde usted lo guarde, y a quien lo encuentre le muestra que usted estuvo aquí.',
    handIn: 'Entregar un archivo cifrado',
  },
  view: {
    heading: 'Entregar un archivo cifrado',
    lead: 'Esto es para el archivo testimony.age que creó la página para usar sin conexión. Va a la organización tal como está. Nadie puede leerlo por el camino, y aquí no se muestran palabras nuevas: para él valen las que usted anotó cuando se creó el archivo.',
    choose: 'Elegir el archivo',
    chosen: (size) => `Elegido: un archivo de ${size}.`,
    send: 'Enviar',
    notAge:
      'Este archivo no lo creó la página para usar sin conexión. No se envió nada. Por favor, mire si es el que quería; su nombre termina en .age.',
    damaged:
      'Este archivo está cortado o dañado, o no lo creó la página para usar sin conexión. No se envió nada. Por favor, cópielo otra vez desde donde se guardó.',
    gone: 'Este archivo ya no se puede leer. Por favor, elíjalo otra vez.',
    sending: 'Se está enviando su archivo',
    status: 'Enviando…',
    kept: 'El archivo sigue en su dispositivo. Puede enviarlo de nuevo.',
    late: 'Puede que haya llegado de todos modos. Si llegó, solo pueden leerlo las personas de la organización que leen los testimonios. El archivo sigue en su dispositivo y puede enviarlo de nuevo: si llega dos veces, eso no hace ningún daño.',
    back: 'Volver al archivo',
    done: 'La organización todavía tiene que abrir el archivo. Si es seguro para usted, consérvelo hasta que, al entrar con sus doce palabras, un aviso le diga que se recibió; solo entonces bórrelo, y también la página para usar sin conexión. Si tiene que borrarlo ahora, no se podrá enviar por segunda vez. Muchas veces los archivos borrados se pueden recuperar durante un tiempo.',
    twice: 'Si alguna vez llegara a entregarse dos veces, eso no hace ningún daño.',
  },
};

export const offlinePlain: OfflinePlainMessages = {
  heading: 'Más fácil: la página para usar sin conexión',
  lead: 'Guarde esa página y ábrala en un navegador con JavaScript, mejor sin conexión: le hace las preguntas, cifra por usted, rellena el tamaño y le da doce palabras para leer una respuesta. Entregue con el formulario de más abajo el archivo que crea.',
  save: 'Guardar la página para usar sin conexión',
  signature: 'Guardar su firma',
  check:
    'Antes de abrirla, compruebe que es auténtica. Lo que aparece aquí viene del mismo servidor que esa página: solo muestra que nada se dañó por el camino. Lo que sirve de prueba es lo que la organización ha publicado en otro lugar. El SHA-256 que aparece aquí es:',
  minisign:
    'O compruebe su firma con minisign. En el lugar de la clave que va después de “-P” ponga la que la organización le dio por otro medio, si se la dio:',
};
