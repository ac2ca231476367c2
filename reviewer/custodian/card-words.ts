/**
 * The few sentences of a printed fingerprint, in each language that has a word list.
 *
 * @module
 */
import type { WordLanguage } from './word-lists.ts';

type CardWords = {
  title: string;
  /** What to compare with what, in one sentence. */
  compare: string;
  words: string;
  hex: string;
  address: string;
  demonstration: string;
};

export const CARD_WORDS: Record<WordLanguage, CardWords> = {
  en: {
    title: 'Fingerprint of the organisation’s keys',
    compare:
      'Before you write, compare these words or digits with those that the page shows: if anything differs, do not write there.',
    words: 'As twelve words',
    hex: 'As digits',
    address: 'Address, in Tor Browser',
    demonstration: 'A demonstration only. Nobody reads what is sent there.',
  },
  'zh-Hans': {
    title: '本组织密钥的指纹',
    compare: '写之前，请把这些词或数字与网页上显示的逐一核对：只要有一处不同，就不要在那里写。',
    words: '十二个词',
    hex: '数字',
    address: '地址（用 Tor 浏览器打开）',
    demonstration: '仅供演示。没有人会读发到那里的内容。',
  },
  'zh-Hant': {
    title: '本組織金鑰的指紋',
    compare: '寫之前，請把這些詞或數字與網頁上顯示的逐一核對：只要有一處不同，就不要在那裡寫。',
    words: '十二個詞',
    hex: '數字',
    address: '網址（用 Tor 瀏覽器開啟）',
    demonstration: '僅供示範。沒有人會讀傳到那裡的內容。',
  },
  cs: {
    title: 'Otisk klíčů organizace',
    compare:
      'Než začnete psát, porovnejte tato slova nebo číslice s těmi, které ukazuje stránka: pokud se cokoli liší, nepište tam.',
    words: 'Dvanáct slov',
    hex: 'Číslice',
    address: 'Adresa, v prohlížeči Tor Browser',
    demonstration: 'Pouze ukázka. Co sem pošlete, nikdo nečte.',
  },
  es: {
    title: 'Huella de las claves de la organización',
    compare:
      'Antes de escribir, compare estas palabras o cifras con las que muestra la página: si algo es distinto, no escriba allí.',
    words: 'En doce palabras',
    hex: 'En cifras',
    address: 'Dirección, en el navegador Tor',
    demonstration: 'Solo una demostración. Nadie lee lo que se envía allí.',
  },
  fr: {
    title: 'Empreinte des clés de l’organisation',
    compare:
      'Avant d’écrire, comparez ces mots ou ces chiffres avec ceux que montre la page : si quelque chose diffère, n’y écrivez pas.',
    words: 'En douze mots',
    hex: 'En chiffres',
    address: 'Adresse, dans le navigateur Tor',
    demonstration: 'Démonstration seulement. Personne ne lit ce qui y est envoyé.',
  },
  it: {
    title: 'Impronta delle chiavi dell’organizzazione',
    compare:
      'Prima di scrivere, confronti queste parole o cifre con quelle mostrate dalla pagina: se qualcosa è diverso, non scriva lì.',
    words: 'In dodici parole',
    hex: 'In cifre',
    address: 'Indirizzo, in Tor Browser',
    demonstration: 'Solo una dimostrazione. Nessuno legge ciò che viene inviato lì.',
  },
  ja: {
    title: '団体の鍵のフィンガープリント',
    compare:
      '書き始める前に、これらの単語または数字をページに表示されるものと比べてください。一つでも違えば、そこには書かないでください。',
    words: '十二の単語',
    hex: '数字',
    address: 'アドレス（Tor Browser で開く）',
    demonstration: 'これは試用です。送られたものは誰も読みません。',
  },
  ko: {
    title: '단체 키의 지문',
    compare:
      '글을 쓰기 전에 이 단어나 숫자를 페이지에 표시된 것과 비교하십시오. 하나라도 다르면 그곳에 쓰지 마십시오.',
    words: '열두 단어',
    hex: '숫자',
    address: '주소 (Tor 브라우저)',
    demonstration: '시연용입니다. 그곳에 보낸 것은 아무도 읽지 않습니다.',
  },
  pt: {
    title: 'Impressão digital das chaves da organização',
    compare:
      'Antes de escrever, compare estas palavras ou algarismos com os que a página mostra: se algo for diferente, não escreva ali.',
    words: 'Em doze palavras',
    hex: 'Em algarismos',
    address: 'Endereço, no Tor Browser',
    demonstration: 'Apenas uma demonstração. Ninguém lê o que é enviado para lá.',
  },
};
