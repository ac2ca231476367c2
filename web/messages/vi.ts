/**
 * Vietnamese. For readers inside Vietnam and abroad, of any age, hence "quý vị": "bạn" is too familiar for a stranger's
 * grandmother, "ông/bà" is the tone of an office. Testimony is "lời chứng", not "lời khai" or "tường trình", which the police
 * demand; a key's fingerprint is "mã nhận dạng khóa", not "dấu vân tay", which they take; a reply is "hồi âm". Buttons of
 * Tor Browser stand with their English beside them, because many use it in English.
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
  typeof value === 'number' ? value.toLocaleString('vi') : (value ?? '');

const pace = (isDemonstration: boolean): string =>
  isDemonstration ? 'khoảng mỗi phút một lần ở đây' : 'nhiều nhất mỗi ngày một lần';

/** Who has looked it through: nobody who grew up with the language. */
export const review: Review = 'unreviewed';

/** What stands around the page, and in no script. */
export const frame: Frame = {
  title: 'Witnessbox',
  footer:
    'Trang này không dùng cookie và không lưu gì trên thiết bị của quý vị. Trình duyệt của quý vị vẫn có thể nhớ địa chỉ của trang.',
  unreviewed:
    'Chưa có người nào nói tiếng Việt từ nhỏ đọc lại những lời này. Nếu có chỗ nào không rõ, xin lấy trang tiếng Anh làm chuẩn.',
  inEnglish: 'Trang này bằng tiếng Anh',
  preview: 'Đây là các câu hỏi',
  previewNote: 'Câu có dấu sao (*) cần được trả lời. Mọi câu khác đều có thể bỏ qua.',
  unchecked: 'Những lời này đến cùng với trang. Hiện chưa kiểm tra xem tổ chức đã ký những lời này hay chưa.',
};

export const problems: Problems = {
  browserTooOld:
    'Trình duyệt này thiếu một thứ cần cho việc mã hóa, nên không thể gửi gì từ đây. Xin dùng bản mới của Tor Browser hoặc Firefox. Trong Tor Browser, cả hai mức bảo mật “Chuẩn” (Standard) và “An toàn hơn” (Safer) đều dùng được.',
  unreachable: 'Máy chủ không trả lời. Không có gì bị mất. Xin kiểm tra kết nối mạng rồi thử lại.',
  badAnswer:
    'Câu trả lời nhận được không giống như từ máy chủ của chúng tôi. Có những mạng chen trang của họ vào giữa. Xin đợi một lát rồi thử lại, hoặc dùng một mạng khác; Tor Browser thường giúp được.',
  fault:
    'Trang này gặp trục trặc nên đã dừng lại. Xin tải lại trang. Nếu vẫn như vậy, xin liên lạc với tổ chức bằng cách khác.',
  cancelled: 'Quý vị đã hủy. Không có gì được gửi thêm nữa.',
  questionsChanged:
    'Tổ chức đã thay đổi các câu hỏi trong lúc quý vị viết, nên chưa có gì được gửi đi. Xin quay lại và xem các câu hỏi một lần nữa. Những gì quý vị đã viết vẫn còn. Cũng xin xem lại phần nói những điều đó được phép dùng vào việc gì.',
  notGenuine:
    'Chữ ký số của tổ chức không khớp. Có thể có người đã thay đổi những gì máy chủ này đưa ra. Vì an toàn của quý vị, không thể gửi gì từ trang này. Xin đừng tiếp tục ở đây; xin liên lạc với tổ chức bằng cách khác, và báo cho họ biết nếu có thể.',
  notYetValid:
    'Theo ngày trên thiết bị của quý vị, khóa của tổ chức chưa có hiệu lực. Xin kiểm tra ngày trên thiết bị. Nếu ngày đúng, xin trở lại sau.',
  expired:
    'Khóa của tổ chức đã hết hạn, nên lúc này không thể gửi gì. Xin kiểm tra ngày trên thiết bị. Nếu ngày đúng, xin trở lại sau vài ngày hoặc liên lạc với tổ chức bằng cách khác.',
  wrongQuestions:
    'Các câu hỏi mà máy chủ này đưa ra không phải là các câu hỏi mà tổ chức đã ký. Vì an toàn của quý vị, không thể gửi gì từ trang này. Xin thử lại sau hoặc liên lạc với tổ chức bằng cách khác.',
  textTooLong:
    'Bài viết dài quá mức chứa được. Xin rút ngắn lại, hoặc lưu thành tệp rồi đính kèm: tệp thì có thể dài.',
  fileChanged:
    'Có một tệp không đọc được đến hết, hoặc bị thay đổi trong lúc đọc. Xin quay lại, gỡ tệp đó ra, chọn lại và gửi lại.',
  wrongCount: ({ count }) =>
    `Phải có mười hai từ; ở đây số từ là ${number(count)}. Xin so lại với bản quý vị đã ghi.`,
  unknownWord: ({ position }) =>
    `Từ số ${number(position)} không có trong danh sách. Xin so lại với bản quý vị đã ghi, từng chữ cái một.`,
  checksum:
    'Từ nào cũng có trong danh sách, nhưng ghép lại như thế này thì không đúng. Có thể một từ bị sai, hoặc hai từ bị đổi chỗ. Xin so lại với bản quý vị đã ghi.',
  repliesUnreadable:
    'Có nội dung gắn với các từ của quý vị nhưng không mở được. Nội dung đó có thể bị hỏng hoặc không phải thật, nên không được hiện ra. Xin xem lại vào ngày mai.',
  uploadGone:
    'Máy chủ không còn giữ phần đã gửi, nên lần gửi này phải dừng ở đây. Phần đó đã được mã hóa, không ai đọc được. Quý vị có thể gửi lại từ đây, gửi lại không hại gì; mười hai từ của quý vị vẫn như cũ.',
  tooLarge:
    'Tất cả cộng lại lớn quá mức máy chủ nhận được trong một lần. Lúc này xin gửi ít tệp hơn hoặc tệp nhỏ hơn. Những tệp khác quý vị có thể gửi sau, bằng mười hai từ của mình.',
  storageFull:
    'Lúc này máy chủ không còn chỗ. Những gì quý vị viết vẫn còn trên trang này. Quý vị có thể đợi rồi thử lại, hoặc trở lại vào hôm khác.',
  textOnly:
    'Lúc này máy chủ không còn chỗ cho tệp; chỗ còn lại được dành cho bài viết. Quý vị có thể gửi bài viết ngay bây giờ, không kèm tệp, rồi gửi tệp sau bằng mười hai từ của mình. Hoặc đợi ở đây rồi thử lại.',
  serverTrouble: 'Lúc này máy chủ gặp trục trặc. Không có gì bị mất. Xin đợi một lát rồi thử lại.',
  refused:
    'Máy chủ không nhận những gì trang này gửi. Xin tải lại trang. Nếu vẫn như vậy, xin liên lạc với tổ chức bằng cách khác.',
};

export const first: FirstMessages = {
  lang: 'vi',
  name: 'Tiếng Việt',
  dir: 'ltr',

  page: {
    languages: 'Ngôn ngữ',
    demonstration: 'Đây là trang chạy thử: xin đừng gửi lời chứng thật.',
    back: 'Quay lại',
    tryAgain: 'Thử lại',
    reference: 'Nếu cần hỏi về việc này, xin nêu:',
    waking:
      'Các nút và ô nhập sẽ dùng được khi trang đã tải xong. Nếu chúng vẫn mãi có màu xám, thì trình duyệt này không mã hóa được, và không thể gửi gì từ đây.',
  },

  leave: {
    now: 'Rời khỏi ngay',
    address: 'https://www.google.com.vn/',
    hint: (host) =>
      `Nếu có người đến: xin bấm “Rời khỏi ngay” ở đầu trang, hoặc bấm phím Esc ba lần. Trang này sẽ trống ngay, không giữ những gì quý vị đã viết nữa, và mở ${host} thay vào đó. Nhưng trang này không thể làm cho trình duyệt quên địa chỉ của nó, không thể làm cho mạng quên rằng quý vị đã vào đây, cũng không thể thu lại những gì quý vị đã lưu, sao chép hay in ra.`,
    languageSure:
      'Nếu đổi ngôn ngữ bây giờ, những gì quý vị đã viết trên trang này sẽ mất, và không có gì được gửi thêm nữa.',
    languageYes: 'Đổi ngôn ngữ',
    languageNo: 'Giữ nguyên',
  },

  start: {
    heading: 'Quý vị có thể kể ở đây những gì đã xảy ra với mình',
    lead: (organisation) =>
      `${organisation} lắng nghe những ai từng bị quan chức hoặc người của chính quyền bắt giữ, đánh đập, tống tiền hay ép phải im lặng. Nếu điều đó đã xảy ra với quý vị, hoặc quý vị đã thấy nó xảy ra, quý vị có thể viết lại ở đây và nói ai đã làm. Quý vị không cần tài khoản, và không cần cho biết tên.`,
    testify: 'Viết lời chứng',
    testifyHint: 'Viết lại những gì đã xảy ra, và thêm tệp nếu có.',
    replies: 'Đọc hồi âm',
    repliesHint: 'Nếu trước đây quý vị đã viết và còn giữ mười hai từ của mình.',
    whatHappens: 'Những gì quý vị viết được xử lý ra sao',
    steps: [
      'Bài viết được mã hóa ngay trong trình duyệt này, trước khi bất cứ thứ gì rời khỏi thiết bị của quý vị. Máy chủ chỉ giữ hộ; máy chủ không đọc được.',
      'Chỉ những người phụ trách đọc của tổ chức mới mở được, trên máy tính của chính họ.',
      'Trước khi gửi bất cứ thứ gì, quý vị nhận được mười hai từ. Với các từ này, quý vị có thể đọc hồi âm của chúng tôi ở đây và viết thêm. Ngoài quý vị, không ai có các từ này.',
      'Chúng tôi không hỏi tài khoản, địa chỉ hay số điện thoại, và máy chủ được thiết kế để không ghi lại ai đã vào đây.',
    ],
    limits: 'Những điều trang này không làm được',
    limitsList: [
      'Trang này không giấu được việc quý vị đã vào đây. Ai theo dõi kết nối mạng của quý vị có thể thấy điều đó, trừ khi quý vị dùng Tor Browser.',
      'Trang này không bảo vệ được quý vị trước người kiểm soát thiết bị này hoặc nhìn thấy màn hình. Nếu có thể, xin dùng một thiết bị chỉ riêng quý vị dùng.',
      'Từ bên trong, trang này không thể nhận ra có ai đã chiếm quyền điều khiển máy chủ này và thay đổi chính trang này hay không.',
      'Trang này không thể đem lại sự giúp đỡ ngay lập tức. Nếu quý vị đang gặp nguy hiểm, trước hết xin đến nơi an toàn.',
    ],
    organisation: 'Ai nhận lời chứng',
    checking: 'Đang kiểm tra chữ ký số của tổ chức…',
    verified: 'Chữ ký số của tổ chức khớp.',
    validUntil: (day) => `Khóa của tổ chức có hiệu lực đến ngày ${day}.`,
    fingerprint: 'Mã nhận dạng khóa (fingerprint)',
    fingerprintHint:
      'Nếu tổ chức đã cho quý vị mã nhận dạng khóa của họ bằng một cách khác, xin so hai mã với nhau. Nếu khác nhau, xin đừng viết ở đây. Nếu giống nhau, đó là dấu hiệu tốt nhưng không phải là bằng chứng: một máy chủ rơi vào tay kẻ xấu có thể hiện bất cứ mã nào.',
    fingerprintWords: 'Cũng mã đó, bằng các từ tiếng Anh',
    notVerified: 'Không thể gửi gì từ trang này',
    silent: (day) => [
      `Từ ngày ${day}, ở đây không có tin gì từ tổ chức.`,
      'Có thể chỉ vì một lý do bình thường, như nghỉ phép. Quý vị vẫn có thể viết: những gì quý vị gửi sẽ nằm chờ ở đây, đã mã hóa, cho đến khi tổ chức đến lấy. Nếu việc gấp, hoặc nếu sau hai tuần vẫn không có thông báo là đã nhận, xin liên lạc với tổ chức cả bằng cách khác nữa.',
    ],
  },
};

export const later: LaterMessages = {
  own: {
    about: 'Chúng tôi là ai',
    ways: 'Những cách khác để liên lạc với chúng tôi',
    waysHint:
      'Đây là những cách do tổ chức nêu ra. Ai theo dõi điện thoại hoặc kết nối mạng của quý vị có thể thấy quý vị dùng những cách đó, nên trước hết xin nghĩ xem cách nào an toàn cho quý vị.',
    signed: 'Tổ chức đã ký những lời này.',
  },

  form: {
    heading: 'Lời chứng của quý vị',
    lead: 'Viết nhiều hay ít tùy ý, bằng ngôn ngữ nào cũng được. Chỉ những câu có ghi “cần trả lời” mới phải trả lời. Trong lúc quý vị viết, không có gì được gửi đi.',
    names:
      'Nếu quý vị không muốn tổ chức biết mình là ai, xin đừng viết tên của mình, và đừng viết điều gì mà chỉ quý vị mới có thể biết.',
    required: '(cần trả lời)',
    optional: '(tùy ý)',
    missing: 'Xin trả lời câu này; đây là câu cần trả lời.',
    desk: 'Ai sẽ đọc lời chứng này?',
    deskHint: 'Nếu trong số họ có người dính líu đến việc đã xảy ra, xin chọn những người khác.',
    deskMissing: 'Xin chọn ai sẽ đọc.',
    files: 'Tệp',
    filesHint:
      'Ảnh, giấy tờ, bản ghi âm, ghi hình, bất cứ thứ gì cho thấy việc đã xảy ra. Bao nhiêu cũng được.',
    addFiles: 'Thêm tệp',
    noFiles: 'Chưa thêm tệp nào.',
    removeFile: (name) => `Gỡ ${name}`,
    remove: 'Gỡ',
    consent: 'Tổ chức có được phép hỏi quý vị không?',
    consentLabel: 'Được, tổ chức có thể hỏi tôi ở đây. Tôi đọc được câu hỏi bằng mười hai từ của tôi.',
    consentHint:
      'Qua trang này, không ai liên lạc được với quý vị bằng cách nào khác. Có trở lại xem hay không là do một mình quý vị quyết định.',
    textSize: (percent) => `Bài viết đã dùng ${percent} chỗ hiện có.`,
    textTooLong: (characters) =>
      `Bài viết dài quá khoảng ${characters} ký tự. Xin rút ngắn lại, hoặc lưu thành tệp rồi đính kèm: tệp thì có thể dài.`,
    tooManyFiles: (most) =>
      `Số tệp này nhiều hơn mức chứa được trong một lời chứng (${most}). Những tệp còn lại xin gửi sau, bằng mười hai từ của quý vị.`,
    next: 'Tiếp tục',
    nextHint: 'Ở bước tiếp theo, quý vị nhận được mười hai từ. Chưa có gì được gửi đi.',
  },

  files: {
    hint: 'Tệp có thể mang theo dữ liệu ẩn: ảnh chụp ở đâu, lúc nào, ai đã viết một tài liệu, trước khi sửa nó nói gì. Trang này tìm dữ liệu đó ngay trên thiết bị của quý vị, cho quý vị xem những gì tìm thấy, và bỏ chúng ra, trừ khi quý vị chọn khác đi. Những gì tệp cho thấy công khai thì vẫn còn: khuôn mặt, giọng nói, bảng tên đường.',
    lookingAt: (count) => `Đang tìm dữ liệu ẩn. Số tệp chưa xem: ${count}.`,
    outcome: (found, uncleaned) =>
      `Số tệp tìm thấy có dữ liệu ẩn: ${found}. Số tệp không thể xóa sạch dữ liệu ẩn: ${uncleaned}.`,
    wait: 'Quý vị có thể tiếp tục ngay khi đã xem xong tất cả các tệp.',
  },

  topics: {
    skip: 'Mọi mục bên dưới đều có thể bỏ qua. Muốn nói về điều gì thì mở mục đó ra, theo thứ tự nào cũng được. Lúc nào quý vị cũng có thể dừng và gửi những gì đã có.',
    skipSome:
      'Mọi mục bên dưới không ghi “cần trả lời” đều có thể bỏ qua. Muốn nói về điều gì thì mở mục đó ra, theo thứ tự nào cũng được.',
    empty: 'Chưa viết gì',
    begun: 'Đã viết một ít',
    added: 'Đã thêm tệp',
    look: 'Xin xem lại chỗ này',
    unchoose: 'Bỏ câu trả lời này',
    add: 'Thêm một mục nữa',
    remove: 'Gỡ',
    removed: 'Đã gỡ.',
    undo: 'Lấy lại',
    full: (most) =>
      `Ở đây chỉ chứa được nhiều nhất ${most}. Những điều khác quý vị có thể viết trong bài viết ở trên.`,
    aboutFile: 'Nói thêm về tệp này',
  },

  dates: {
    hint: 'Năm theo dương lịch, ví dụ 2019. Điều gì không biết thì có thể để trống.',
    span: 'Thời gian này chính xác đến đâu?',
    spans: {
      exact: 'Đúng vào lúc đó',
      about: 'Khoảng lúc đó',
      range: 'Từ … đến …',
      ongoing: 'Bắt đầu từ lúc đó và vẫn còn tiếp diễn',
    },
    from: 'Từ',
    to: 'Đến',
    since: 'Từ khi',
    year: 'Năm',
    month: 'Tháng',
    day: 'Ngày',
    unknown: 'Không biết',
    problems: {
      year: 'Xin viết năm bằng bốn chữ số, theo dương lịch: ví dụ 2019.',
      month: 'Xin chọn cả tháng, hoặc để trống ngày.',
      day: 'Ngày này không có trong lịch. Xin viết một ngày có trong tháng đó, hoặc để trống ngày.',
      end: 'Xin viết ít nhất là năm kết thúc, hoặc chọn mục cho biết việc đó vẫn còn tiếp diễn.',
      order: 'Lúc kết thúc lại trước lúc bắt đầu. Xin xem lại cả hai ngày.',
    },
  },

  consent: {
    uses: 'Những gì quý vị viết được phép dùng vào việc gì?',
    before: 'Những điều quý vị đã đồng ý có còn giữ nguyên không?',
    revisions: {
      leave: 'Có, giữ như tôi đã chọn trước đây',
      change: 'Tôi muốn chọn lại',
      withdraw: 'Không, tôi rút lại mọi điều đã đồng ý',
    },
    revisionHints: {
      leave: 'Những gì quý vị viết lần này cũng được dùng theo cách đó.',
      change:
        'Trang này không biết được trước đây quý vị đã chọn gì. Những gì quý vị chọn bây giờ thay thế toàn bộ lựa chọn cũ. Mục nào quý vị không đánh dấu là không đồng ý.',
      withdraw:
        'Từ lúc đó, quý vị không còn đồng ý cho tổ chức làm gì khác ngoài việc tự đọc. Những gì đến lúc đó đã được công bố hoặc chuyển cho người khác thì không thể thu lại.',
    },
    deletion: 'Quý vị có muốn xóa không?',
    deletionLabel: 'Có, tôi yêu cầu tổ chức xóa những gì họ có từ tôi',
    deletionHint:
      'Tổ chức sẽ trả lời, và quý vị đọc câu trả lời bằng mười hai từ của mình, nên xin trở lại xem sau vài ngày. Tổ chức không với tới được những gì đã được công bố hoặc chuyển cho người khác, cũng như các bản sao mà người khác đã làm.',
  },

  evidence: {
    looking: 'Đang tìm dữ liệu ẩn…',
    gone: 'Tệp này không còn đọc được nữa. Xin gỡ ra và chọn lại.',
    unread: 'Trang này không xem được bên trong tệp này, nên không biết trong đó có gì ẩn.',
    missing:
      'Phần của trang dùng để xem bên trong tệp chưa tải về, hoặc đã dừng. Nếu lát nữa tải về được, những gì tìm thấy sẽ hiện ở đây.',
    nothingFound: 'Không tìm thấy dữ liệu ẩn nào trong những loại mà chúng tôi biết.',
    summaries: {
      remove: (kinds) => `Dữ liệu ẩn được bỏ ra: ${kinds}`,
      keep: (kinds) => `Dữ liệu ẩn được gửi kèm: ${kinds}`,
      both: (kinds) => `Gửi hai bản, một bản không có và một bản có dữ liệu ẩn: ${kinds}`,
    },
    givesAway: 'Ngoài những gì nó cho thấy, tệp này còn làm lộ:',
    choose: 'Gửi bản nào?',
    choices: {
      remove: 'Bản sao không có những điều này',
      keep: 'Bản gốc, có tất cả những điều này',
      both: 'Cả hai',
    },
    choiceHints: {
      remove: 'Những gì tệp cho thấy vẫn như cũ, trừ những điều liệt kê ở trên.',
      keep: 'Một bản gốc chưa ai động đến có thể có giá trị hơn khi làm bằng chứng. Những người đọc lời chứng của quý vị tại tổ chức sẽ thấy được tất cả những điều này; máy chủ thì không.',
      both: 'Bản sao để làm việc, và bản gốc được mã hóa kèm bên cạnh. Cũng chính những người đó tại tổ chức mở được cả hai.',
    },
    uncleaned: 'Không thể xóa sạch dữ liệu ẩn của tệp này ở đây.',
    formats: {
      pdf: 'Tệp PDF có thể chứa tên, thời gian và các bản cũ ở những chỗ mà không ai chắc chắn xóa sạch được.',
      heic: 'Đây là ảnh định dạng HEIC, định dạng mà iPhone dùng khi chụp ảnh. Trang này không lấy được gì ra khỏi nó.',
      archive:
        'Đây là tệp nén. Mỗi tệp bên trong có thể mang dữ liệu ẩn riêng, và trang này không xem bên trong các tệp đó.',
      unknown: 'Trang này không biết loại tệp này, nên cũng không biết trong đó có thể có gì ẩn.',
      other: 'Trang này không lấy được dữ liệu ẩn ra khỏi loại tệp này.',
    },
    obstacles: {
      damaged:
        'Tệp này bị hỏng, hoặc không phải là loại tệp như vẻ ngoài của nó, nên trang này không biết chắc bên trong có gì.',
      encrypted: 'Tệp này bị khóa bằng mật khẩu, nên trang này không xem được bên trong.',
      'unknown-part': 'Tệp này có một phần mà trang này không biết và không thể bỏ ra mà không làm hỏng tệp.',
      'too-complex': 'Tệp này có cấu trúc quá phức tạp, nên trang này không xem hết được.',
    },
    foundAllTheSame: 'Đã tìm thấy trong đó những điều sau, và có thể còn nữa:',
    goesAsItIs:
      'Nếu quý vị gửi tệp này, nó được gửi đi y nguyên. Những người đọc lời chứng của quý vị tại tổ chức sẽ thấy được mọi thứ ẩn trong đó. Máy chủ thì không.',
    adviceHeading: 'Quý vị có thể làm gì',
    advice: {
      pdf: [
        'In ra nếu quý vị có thể in một cách an toàn, tốt nhất là in đen trắng; chụp ảnh các trang giấy rồi thêm các ảnh đó.',
        'Hoặc chép những điều quan trọng vào lời chứng.',
        'Hoặc không gửi tệp này.',
      ],
      heic: [
        'Lưu thành JPEG, ví dụ bằng chương trình ảnh của thiết bị, rồi thêm tệp đó.',
        'Với ảnh chụp mới: trong phần cài đặt camera của iPhone, ở mục “Định dạng”, chọn “Tương thích nhất”.',
        'Hoặc không gửi tệp này.',
      ],
      archive: ['Giải nén rồi thêm từng tệp một.', 'Hoặc không gửi tệp này.'],
      encrypted: ['Lưu lại không có mật khẩu rồi thêm tệp đó.', 'Hoặc không gửi tệp này.'],
      other: [
        'Lưu sang định dạng khác, nếu có chương trình làm được: ảnh thành JPEG hoặc PNG, phim thành MP4, tài liệu thành DOCX hoặc ODT. Rồi thêm tệp đó.',
        'Hoặc không gửi tệp này.',
      ],
    },
    kinds: {
      place: 'Địa điểm',
      time: 'Thời gian',
      device: 'Thiết bị',
      serial: 'Số sê-ri',
      author: 'Tên người',
      software: 'Chương trình',
      title: 'Tiêu đề',
      comment: 'Ghi chú',
      thumbnail: 'Hình thu nhỏ',
      history: 'Các bản cũ',
      'tracked-changes': 'Các thay đổi được ghi lại',
      identifier: 'Số nhận dạng',
      'unknown-part': 'Thứ gì đó không rõ',
    },
    unshown: {
      place: 'được làm ở đâu',
      time: 'được làm hoặc sửa lúc nào',
      device: 'được làm bằng thiết bị nào',
      serial: 'số riêng của một thiết bị duy nhất',
      author: 'ai đã làm hoặc sửa',
      software: 'được làm bằng chương trình nào',
      title: 'tiêu đề hoặc lời mô tả',
      comment: 'một ghi chú không hiện ra',
      thumbnail: 'một hình nhỏ, có thể cho thấy tệp trông thế nào trước khi bị sửa',
      history: 'dấu vết của việc chỉnh sửa',
      'tracked-changes': 'đã xóa hay thêm điều gì, và ai làm',
      identifier: 'một con số giúp nhận ra các bản sao của tệp',
      'unknown-part': 'dữ liệu mà trang này không hiểu nghĩa',
    },
    position: (latitude, isNorth, longitude, isEast) =>
      `${latitude}° vĩ ${isNorth ? 'bắc' : 'nam'}, ${longitude}° kinh ${isEast ? 'đông' : 'tây'}`,
    map: 'Bản đồ thế giới với một chấm tại nơi này',
    more: (count) => `và thêm những điều cùng loại: ${count}`,
    names:
      'Tên tệp cũng được gửi kèm, đã mã hóa. Tên tệp có thể cho biết ảnh chụp lúc nào, hoặc trong ảnh có ai.',
    numberNames: 'Thay tất cả tên bằng số',
    rename: 'Đổi tên',
    name: 'Tên dùng khi gửi',
  },

  receipt: {
    heading: 'Mười hai từ của quý vị',
    lead: 'Xin ghi các từ này ra giấy, theo đúng thứ tự này. Chưa có gì được gửi đi.',
    why: [
      'Đây là cách duy nhất để đọc hồi âm của chúng tôi và viết thêm cho chúng tôi.',
      'Các từ này vừa được tạo ra trên thiết bị này. Chúng không bao giờ được gửi đi và không được lưu ở đâu cả. Nếu mất, không ai lấy lại được, chúng tôi không, máy chủ cũng không.',
      'Ai tìm thấy các từ này có thể đọc hồi âm của chúng tôi và viết dưới danh nghĩa của quý vị, nhưng không đọc được lời chứng của quý vị. Xin cất tờ giấy ở nơi không ai nhìn đến, và đừng ghi địa chỉ của trang này lên đó.',
      'Nếu tránh được, xin đừng chụp ảnh màn hình: ảnh thường bị sao chép sang các thiết bị khác.',
    ],
    language: 'Ngôn ngữ của các từ',
    languageHint:
      'Nếu chọn ngôn ngữ khác, quý vị nhận được các từ mới. Các từ hiện ra trước đó không còn giá trị nữa.',
    noOwnWords:
      'Chưa có danh sách từ bằng ngôn ngữ của trang này, nên các từ của quý vị là tiếng Anh. Bên dưới, quý vị có thể chọn ngôn ngữ khác cho các từ.',
    written: 'Tôi đã ghi lại rồi',
    checkHeading: 'Kiểm tra lại cho chắc',
    checkLead: 'Xin nhìn tờ giấy của quý vị và nhập các từ sau. Chữ hoa và dấu không quan trọng.',
    word: (position) => `Từ số ${position}`,
    wrong: (position) => `Từ số ${position} không giống. Xin xem lại tờ giấy của quý vị.`,
    send: 'Mã hóa và gửi',
    again: 'Hiện lại các từ',
    print: 'In các từ',
    printHint:
      'Trên tờ giấy chỉ có số thứ tự và các từ. Xin chỉ in bằng máy in của chính quý vị: máy in, hoặc thiết bị nối với nó, có thể giữ lại một bản.',
    copyHeading: 'Nếu tránh được, xin đừng sao chép các từ',
    copyWarning:
      'Chưa có gì được sao chép. Những gì nằm trong bộ nhớ tạm thì các chương trình khác trên thiết bị này đọc được. Có thiết bị còn chuyển tiếp nó sang các thiết bị khác của quý vị hoặc đến một công ty, và bàn phím của điện thoại có thể nhớ nó. Ghi trên giấy an toàn hơn.',
    copyYes: 'Vẫn sao chép',
    copyNo: 'Không sao chép',
    copied:
      'Bây giờ các từ đang ở trong bộ nhớ tạm. Sau khi đã đặt chúng vào nơi quý vị muốn, xin sao chép một thứ khác, để chúng không nằm lại đó.',
  },

  sending: {
    heading: 'Đang gửi lời chứng của quý vị',
    headingFollowUp: 'Đang gửi tin nhắn của quý vị',
    lead: 'Xin để trang này mở cho đến khi nó hiện “đã nhận”. Kết nối bị đứt cũng không sao: việc gửi sẽ tiếp tục từ chỗ dừng lại.',
    preparing: 'Đang mã hóa trên thiết bị này…',
    proving:
      'Trình duyệt của quý vị đang làm một phép tính, để không ai có thể gửi ồ ạt làm nghẽn trang này. Việc này có thể mất một lúc; quý vị không cần làm gì.',
    provingFor: (minutes, isSlow) =>
      `Trình duyệt của quý vị đang làm một phép tính, để không ai có thể gửi ồ ạt làm nghẽn trang này. Ở đây việc này mất khoảng ${minutes} phút, đôi khi lâu gấp ba. Quý vị có thể để trang này mở và đợi, hoặc hủy và trở lại vào hôm khác, khi có thể không phải tính nhiều như vậy.` +
      (isSlow
        ? ' Ở địa chỉ này, trình duyệt không dùng được cách mã hóa nhanh có sẵn của nó. Ở một địa chỉ của trang này bắt đầu bằng https hoặc kết thúc bằng .onion thì nhanh hơn nhiều; nhưng ở đó quý vị sẽ phải viết lại tất cả.'
        : ''),
    sending: 'Đang mã hóa và gửi…',
    resumed: 'Đã có kết nối trở lại. Đang tiếp tục từ chỗ dừng lại.',
    lost: 'Mất kết nối. Không có gì khác bị mất.',
    trouble: 'Lúc này máy chủ không nhận.',
    retryIn: (seconds) => `Thử lại sau ${seconds} giây.`,
    tryNow: 'Thử ngay',
    paused: 'Đã tạm dừng. Những gì máy chủ đã xác nhận vẫn tạm thời ở đó.',
    full: 'Lúc này máy chủ không còn chỗ. Trang này giữ lại tất cả và chờ quý vị.',
    fullForFiles:
      'Lúc này máy chủ không còn chỗ cho tệp; chỗ còn lại được dành cho bài viết. Trang này giữ lại tất cả và chờ quý vị.',
    sendText: 'Gửi bài viết ngay, không kèm tệp',
    sendTextHint:
      'Nếu quý vị chỉ gửi bài viết, sau đó trang này không giữ các tệp nữa. Quý vị có thể gửi chúng vào hôm khác bằng mười hai từ của mình. Hoặc đợi rồi chọn “Tiếp tục” để thử lại với tất cả.',
    progress: 'Máy chủ đã xác nhận',
    confirmed: (confirmed, total) => `Máy chủ đã xác nhận ${confirmed} trên ${total}.`,
    padding:
      'Số này nhiều hơn những gì quý vị viết: phần thêm vào là để kích thước không cho biết được gì nhiều.',
    pause: 'Tạm dừng',
    resume: 'Tiếp tục',
    cancel: 'Hủy',
    cancelSure:
      'Quý vị chắc chắn muốn hủy? Khi đó máy chủ sẽ được yêu cầu bỏ đi những gì đã gửi đến lúc này.',
    cancelYes: 'Có, hủy',
    cancelNo: 'Không, gửi tiếp',
    cancelled: 'Đã hủy',
    cancelledAsking: 'Không có gì được gửi thêm nữa. Đang yêu cầu máy chủ bỏ đi những gì nó đang giữ…',
    cancelledText:
      'Tổ chức không nhận được gì. Những gì quý vị viết vẫn còn ở đây, chỉ trên trang này. Quý vị có thể sửa lại và gửi lại, với cùng mười hai từ đó.',
    cancelledLate:
      'Dù vậy, những gì quý vị gửi vẫn có thể đã đến nơi. Tất cả đã rời khỏi thiết bị này trước khi quý vị hủy, và máy chủ chưa xác nhận là đã bỏ đi. Nếu đã đến nơi, chỉ những người phụ trách đọc của tổ chức mới đọc được. Xin giữ mười hai từ của quý vị: với các từ này, quý vị có thể viết ở đây và yêu cầu xóa đi. Những gì quý vị viết cũng vẫn còn trên trang này. Nếu quý vị gửi lại, tổ chức có thể nhận được hai lần, điều đó không hại gì.',
    failed: 'Không gửi được',
    failedText: 'Những gì quý vị viết vẫn còn ở đây, chỉ trên trang này.',
    sendAgain: 'Gửi lại',
    change: 'Trở về những gì tôi đã viết',
  },

  voice: {
    heading: 'Nói thay vì viết',
    warning:
      'Người và máy đều có thể nhận ra một giọng nói, và cả những âm thanh xung quanh cũng vậy. Nếu không được để ai biết quý vị là ai, xin viết, hoặc nhờ người khác đọc lời của quý vị thành tiếng.',
    hint: 'Những gì quý vị nói chỉ ở trong trang này, mỗi lần nhiều nhất một giờ, và được mã hóa cùng với phần còn lại khi quý vị gửi. Trang này không lưu gì trên thiết bị; nhưng một chiếc điện thoại thiếu bộ nhớ có thể tự ghi một phần những gì trình duyệt đang giữ vào bộ nhớ lưu trữ của nó.',
    missing:
      'Trình duyệt này không cho trang web ghi âm; Tor Browser thì không bao giờ cho. Quý vị có thể ghi âm bằng chương trình khác rồi thêm tệp vào. Sau đó xin xóa tệp khỏi thiết bị.',
    asking: 'Trình duyệt đang hỏi có cho phép trang này dùng micrô hay không.',
    refused:
      'Không dùng được micrô. Có thể trình duyệt hoặc thiết bị không cho phép. Quý vị có thể viết, hoặc thêm một tệp đã ghi âm ở nơi khác.',
    start: 'Bắt đầu ghi âm',
    recording: 'Đang ghi âm',
    paused: 'Việc ghi âm đang tạm dừng.',
    pause: 'Tạm dừng',
    resume: 'Tiếp tục',
    end: 'Kết thúc và giữ lại',
    discard: 'Bỏ đi',
    full: 'Đã ghi được một giờ và giữ lại bên dưới. Lần ghi âm này đã kết thúc; quý vị có thể bắt đầu lần khác.',
    endFirst: 'Vẫn còn đang ghi âm. Xin kết thúc việc ghi âm trước khi tiếp tục.',
  },

  pace: {
    heading: 'Gửi chậm',
    what: 'Nếu quý vị sợ rằng người theo dõi kết nối mạng có thể để ý thấy một lượng lớn dữ liệu được tải lên, thì có thể gửi đi thành từng phần nhỏ không đều nhau, với những quãng nghỉ không đều ở giữa. Nếu chỉ có bài viết thì dữ liệu nhỏ và được gửi đi ngay một lần.',
    fast: 'Nhanh hết mức đường truyền cho phép',
    slow: 'Chậm, thành từng phần nhỏ có quãng nghỉ',
    rate: 'Trung bình bao nhiêu',
    inAMinute: (size) => `${size} mỗi phút`,
    piece: 'Kích thước mỗi phần',
    about: (size) => `khoảng ${size}`,
    takes: (time) => `Phần còn lại mất khoảng ${time}. Cho đến lúc đó, trang này phải luôn mở.`,
    limits:
      'Cách này không giấu được gì trước người cộng hết lượng dữ liệu của cả một ngày: họ biết được là có thứ gì đó đã được gửi đi từ nơi quý vị ở, và vào lúc nào; nếu dùng Tor Browser thì họ không biết gửi đến đâu. Quý vị có thể thay đổi điều này trong lúc đang gửi.',
    resting: (seconds) => `Đang cố ý nghỉ. Phần tiếp theo sau ${seconds} giây.`,
  },

  done: {
    heading: 'Đã nhận',
    lead: 'Máy chủ đã xác nhận rằng mọi thứ đã đến nơi và được lưu, ở dạng mã hóa.',
    leadText:
      'Máy chủ đã xác nhận rằng bài viết của quý vị đã đến nơi và được lưu, ở dạng mã hóa. Các tệp của quý vị chưa được gửi.',
    nextFiles:
      'Để gửi các tệp vào hôm khác, xin trở lại trang này, chọn “Đọc hồi âm”, nhập mười hai từ của quý vị, chọn “Viết mà không xem”, rồi thêm tệp ở đó.',
    nextHeading: 'Tiếp theo là gì',
    next: (isDemonstration) => [
      'Những người phụ trách đọc của tổ chức mở nó trên máy tính của chính họ. Việc này có thể mất vài ngày.',
      'Khi họ đã mở, quý vị dùng mười hai từ của mình sẽ thấy một thông báo về việc đó. Nếu có hồi âm hoặc câu hỏi, quý vị cũng thấy ở đó.',
      `Hồi âm được cập nhật ${pace(isDemonstration)}. Chỉ cần xem sau vài ngày là đủ. Hồi âm được giữ trong một thời gian có hạn, thường là khoảng hai tháng.`,
      'Nếu sau hai tuần vẫn không có thông báo, thì đã có trục trặc giữa máy chủ và tổ chức. Khi đó xin gửi lại, hoặc liên lạc với tổ chức bằng cách khác.',
    ],
    wipedHeading: 'Bây giờ',
    wiped:
      'Trang này không giữ những gì quý vị viết, các tệp và các từ của quý vị nữa. Trình duyệt không cho phép một trang làm điều này một cách chắc chắn, nên xin đóng tab này ngay bây giờ. Trong Tor Browser, xin chọn thêm “Danh tính mới” (New identity). Nếu quý vị đã ghi chép hoặc tạo bản sao trên thiết bị này, xin nghĩ đến cả chúng nữa.',
  },

  replies: {
    heading: 'Đọc hồi âm',
    lead: 'Xin nhập hoặc dán mười hai từ của quý vị, theo đúng thứ tự quý vị đã ghi. Các từ này không rời khỏi thiết bị này.',
    words: 'Mười hai từ của quý vị',
    wordsHint:
      'Các từ bằng ngôn ngữ nào cũng được, dù trang này bằng ngôn ngữ nào. Giữa các từ có dấu cách; các từ tiếng Trung và tiếng Nhật thì không có cũng được.',
    look: 'Xem có hồi âm không',
    write: 'Viết mà không xem',
    writeHint:
      'Nếu quý vị vừa đọc hồi âm: xin lấy “Danh tính mới” (New identity) trong Tor Browser, trở lại đây rồi chọn mục này. Như vậy máy chủ không thể nối tin nhắn của quý vị với việc quý vị vừa xem.',
    looking: 'Đang xem…',
    private:
      'Dù có hồi âm hay không, trình duyệt của quý vị cũng hỏi máy chủ đúng hai thứ như nhau. Máy chủ không biết được là có hay không.',
    asOf: (day, isDemonstration) =>
      `Tính đến ngày ${day}. Hồi âm mới được cập nhật ${pace(isDemonstration)}.`,
    found: 'Những gì tìm thấy với các từ của quý vị',
    nothing: 'Với các từ này, hiện chưa có gì',
    nothingWhy: 'Có thể có nhiều lý do:',
    nothingReasons: (isDemonstration) => [
      'Tổ chức chưa mở lời chứng của quý vị. Việc này có thể mất vài ngày.',
      `Lời chứng chỉ vừa mới được mở: hồi âm được cập nhật ${pace(isDemonstration)}.`,
      'Đã lâu rồi: hồi âm được giữ trong một thời gian có hạn, thường là khoảng hai tháng.',
      'Các từ này thuộc về một tổ chức khác, hoặc một chỗ ghi nhầm tình cờ lại thành những từ khác vẫn hợp lệ. Xin so lại với bản quý vị đã ghi.',
    ],
    nothingAdvice:
      'Xin xem lại sau vài ngày. Nếu sau hai tuần vẫn không có gì, xin gửi lại lời chứng hoặc liên lạc với tổ chức bằng cách khác.',
    acknowledgement: 'Đã nhận và đọc được',
    acknowledgementText: 'Tổ chức đã mở những gì quý vị gửi và đọc được.',
    acknowledgementFollowUp: 'Tổ chức đã mở tin nhắn sau này của quý vị và đọc được.',
    reply: 'Hồi âm của tổ chức',
    missing: (count) =>
      `Ở đây chưa đầy đủ. Còn thiếu: ${count}. Đó là những thông báo trước đó, hoặc các phần của một thông báo, mà những gì quý vị thấy ở đây nối tiếp theo. Chúng có thể đã hết hạn, hoặc máy chủ đang giữ chúng lại.`,
    forged: (count) =>
      `Giả mạo: ${count}. Nó ghi là gửi cho quý vị, nhưng không có bằng chứng xác thực của tổ chức. Nó không được hiện ra. Xin đừng tin bất cứ ai nhắc đến nó.`,
    damaged: (count) =>
      `Không mở được: ${count}. Ở một chỗ của quý vị có thứ gì đó bị hỏng, hoặc do người không có các từ của quý vị và cũng không có khóa của tổ chức đặt vào. Nó không được hiện ra.`,
    swapped: (count) =>
      `Bị đổi chỗ: ${count}. Máy chủ đã đặt các thông báo thật vào những chỗ không phải của chúng. Ở đây chúng được hiện ra đúng chỗ.`,
    replayed: (count) =>
      `Bị lặp lại: ${count}. Máy chủ đã đặt bản sao của một thông báo thật vào một chỗ khác, có thể đè lên thứ khác. Thông báo đó chỉ được hiện một lần.`,
    tampered:
      'Điều này lẽ ra không được xảy ra, và có thể có người đang can thiệp vào máy chủ. Những gì hiện bên dưới đã được kiểm tra và là thật. Nếu có thể, xin báo cho tổ chức bằng cách khác.',
    stale: (day) =>
      `Máy chủ đưa ra tình trạng của ngày ${day}, dù lẽ ra nó phải có bản mới hơn. Có thể ngày trên thiết bị của quý vị bị sai. Nếu không, thì máy chủ bị lỗi hoặc đang giữ lại các hồi âm mới hơn.`,
    incomplete: 'Hồi âm này bị thiếu một phần.',
    more: 'Còn những hồi âm cũ hơn ở một chỗ khác. Để đọc chúng, xin xem lại lần nữa.',
    lookAgain: 'Xem lại lần nữa',
    followUp: 'Viết cho tổ chức',
    otherWords: 'Nhập các từ khác',
    close: 'Khi đã xong, xin đóng tab này. Trong Tor Browser, xin chọn “Danh tính mới” (New identity).',
    count: (count) => `Số từ đã nhập: ${count} trên 12.`,
    unknownWord: (position, word) =>
      `Từ số ${position}, “${word}”, không có trong danh sách. Xin so lại với bản quý vị đã ghi.`,
    suggestions: 'Các từ bắt đầu như vậy',
    unanswered: 'Những gì chưa được trả lời',
    waiting: (day) => `Lời chứng của quý vị đã được mở vào ngày ${day}. Chưa có hồi âm.`,
    waitingFollowUp: (day) => `Một tin nhắn sau này của quý vị đã được mở vào ngày ${day}. Chưa có hồi âm.`,
    nothingWaiting: 'Từ lần hồi âm gần nhất, chưa có gì khác của quý vị được mở.',
    lastReply: (day) => `Hồi âm gần nhất là của ngày ${day}.`,
    unansweredLimits:
      'Những gì tổ chức chưa mở thì không hiện ở đây. Những gì không còn được giữ, hoặc những gì máy chủ có thể đang giữ lại, cũng vậy.',
  },

  followUp: {
    heading: 'Viết thêm',
    advice:
      'Nếu quý vị vừa xem có hồi âm hay không, máy chủ có thể nhận ra rằng chính người đó bây giờ đang gửi tin nhắn, tuy không biết nội dung. Để tránh điều này, trước hết xin chọn “Danh tính mới” (New identity) trong Tor Browser, rồi trở lại đây, nhập các từ của quý vị và chọn “Viết mà không xem”.',
    label: 'Tin nhắn của quý vị',
    hint: 'Một câu trả lời, một điều bổ sung, một chỗ sửa lại. Nếu quý vị chỉ muốn thay đổi việc bài viết được phép dùng vào việc gì, hoặc yêu cầu xóa, thì có thể để trống chỗ này và chọn điều đó ở bên dưới.',
    missing: 'Trước hết xin viết một điều gì đó.',
    send: 'Mã hóa và gửi',
  },
};

export const plain: PlainMessages = {
  heading: 'JavaScript đang bị tắt',
  lead: 'Vì vậy trang này không mã hóa được, và các câu hỏi của trang không dùng được. Quý vị vẫn có thể gửi một tệp do chính quý vị mã hóa, trên một máy tính mà quý vị tin cậy, bằng chương trình miễn phí “age”. Trang này chỉ cách làm.',
  better:
    'Nếu có JavaScript thì làm được nhiều hơn rất nhiều: trong Tor Browser, xin chọn mức bảo mật “Chuẩn” (Standard) hoặc “An toàn hơn” (Safer) (hình cái khiên bên cạnh địa chỉ, rồi “Cài đặt”) và tải lại trang này. Hoặc liên lạc với tổ chức bằng cách khác.',
  differsHeading: 'Không có JavaScript thì khác ở chỗ nào',
  differs: [
    'Quý vị không nhận được mười hai từ, trừ khi tệp của quý vị do trang dùng khi không có mạng tạo ra. Không có các từ này, quý vị không thể đọc hồi âm ở đây, không thể bổ sung hay rút lại sau này. Nếu muốn được trả lời, xin viết vào tệp làm thế nào để liên lạc an toàn với quý vị.',
    'Kích thước tệp của quý vị có thể bị nhìn thấy: máy chủ thấy được, và có thể cả người theo dõi kết nối mạng của quý vị. Ở đây tệp không được độn thêm cho đầy.',
    'Trình duyệt của quý vị gửi kèm tên của tệp đã mã hóa, và tên đó không được mã hóa. Máy chủ không giữ lại tên. Xin đặt một cái tên không cho biết điều gì, ví dụ testimony.age.',
    'Dữ liệu ẩn trong các tệp của quý vị vẫn còn trong đó: ảnh chụp ở đâu, lúc nào, ai đã viết một tài liệu. Những người đọc lời chứng của quý vị tại tổ chức thấy được. Ở đây không có gì được tìm hay bỏ ra.',
    'Trang này không thể kiểm tra chữ ký số của tổ chức thay cho quý vị. Bên dưới có chỉ cách tự kiểm tra.',
  ],

  howHeading: 'Cách mã hóa',
  how: [
    'Lấy chương trình age, bản 1.3 hoặc mới hơn, trên máy tính mà quý vị dùng để viết. Lệnh “age --version” cho biết đó là bản nào; các bản cũ hơn không làm được.',
    'Viết những gì đã xảy ra vào một tệp văn bản, ví dụ testimony.txt. Chỉ cần bài viết là đủ. Các câu hỏi ở phía dưới có thể giúp quý vị.',
    'Lưu khóa người nhận vào cùng chỗ đó. Đây là khóa công khai: ai cũng có thể dùng nó để mã hóa, nhưng chỉ những người đọc tại tổ chức mới mở được.',
    'Trong cửa sổ dòng lệnh (terminal), ở thư mục đó, mã hóa tệp:',
    'Tệp đã mã hóa là testimony.age. Xin đem nó vào trình duyệt này và gửi ở bên dưới.',
  ],
  several:
    'Nếu có nhiều tệp, xin đặt tất cả vào một thư mục tên là “testimony” và gói lại trước. Lệnh thứ nhất cũng chạy trên macOS và Windows, nhưng ghi vào gói mỗi tệp được sửa lúc nào, và trên hầu hết các hệ thống còn ghi tên người dùng của quý vị trên máy đó. Lệnh thứ hai bỏ những điều đó ra, dùng trên Linux:',
  severalThen: 'Rồi mã hóa testimony.tar thay cho testimony.txt:',
  armour: 'Xin mã hóa không dùng “-a” và không mã hóa cho ai khác, nếu không máy chủ sẽ từ chối tệp.',

  recipientHeading: 'Khóa người nhận',
  desksHeading: 'Các khóa người nhận',
  desks:
    'Xin chọn một. Nếu trong số họ có người dính líu đến việc đã xảy ra, xin chọn những người khác. Xin chỉ mã hóa cho một khóa người nhận.',
  save: 'Lưu khóa người nhận thành tệp',
  show: 'Hiện ra thành chữ',
  asText: 'Nếu không lưu được, xin sao chép toàn bộ đoạn chữ này và đặt vào chỗ của RECIPIENT:',

  checkHeading: 'Khóa người nhận có phải thật không?',
  check:
    'Tổ chức đã ký các khóa người nhận bằng khóa gốc của mình. Nếu tổ chức đã cho quý vị mã nhận dạng của khóa gốc đó bằng một cách khác, xin so hai mã với nhau. Nếu khác nhau, xin đừng gửi gì ở đây. Nếu giống nhau, đó là dấu hiệu tốt nhưng không phải là bằng chứng: một máy chủ rơi vào tay kẻ xấu có thể hiện bất cứ mã nào.',
  fingerprint: 'Mã nhận dạng khóa (fingerprint)',
  proofSummary: 'Kiểm tra trên máy tính của quý vị',
  proof: [
    'Lưu ba tệp này: danh sách khóa, chữ ký số của nó và khóa gốc.',
    'Dùng chương trình minisign để kiểm tra chữ ký số. Nó phải báo là đã xác minh (verified).',
    'Tính mã nhận dạng khóa từ các tệp đó (Linux). Nó phải đúng là mã mà quý vị đã được cho.',
    'Khóa người nhận mà quý vị dùng phải có trong keyring.json, đúng từng chữ. Lệnh này tìm ra nó:',
  ],

  formHeading: 'Gửi tệp đã mã hóa từ đây',
  label: 'Tệp đã mã hóa, nhiều nhất __WITNESSBOX_PLAIN_SIZE__',
  send: 'Gửi tệp đã mã hóa',
  wait: 'Trình duyệt của quý vị gửi tệp đi y nguyên như vậy, cùng với tên tệp. Xin chỉ chọn tệp mà quý vị đã mã hóa, với một cái tên như testimony.age. Việc này có thể mất một lúc, và trong lúc đó trình duyệt hầu như không hiện gì. Chỉ khi một trang mới hiện chữ “Đã nhận” thì tệp mới thật sự đến nơi. Nếu kết nối bị đứt, không phần nào được giữ lại; xin bắt đầu lại.',

  closedHeading: 'Lúc này không thể gửi gì',
  closed:
    'Khóa của tổ chức đã hết hạn: ngày cuối cùng là __WITNESSBOX_VALID_UNTIL__. Xin trở lại sau vài ngày hoặc liên lạc với tổ chức bằng cách khác.',
  offHeading: 'Không có JavaScript thì không thể gửi gì',
  off: 'Trang này không nhận gì từ các trình duyệt không có JavaScript.',
  questions: 'Các nút và ô nhập ở phía dưới cần JavaScript. Các câu hỏi có thể giúp quý vị viết bài.',

  answers: {
    received: {
      heading: 'Đã nhận',
      text: 'Máy chủ đã xác nhận rằng tệp đã mã hóa của quý vị đã đến nơi và được lưu.',
      ways: [
        'Những người phụ trách đọc của tổ chức mở nó trên máy tính của chính họ. Việc này có thể mất vài ngày. Họ có mở được hay không, trang này không biết được.',
        'Nếu tệp do trang dùng khi không có mạng tạo ra, mười hai từ của quý vị có giá trị: khi có JavaScript, quý vị có thể trở lại đây sau vài ngày để xem có hồi âm không. Nếu không phải như vậy, ở đây không có mười hai từ nào, và cũng không có hồi âm nào hiện ra; nếu quý vị đã viết cách liên lạc với mình, họ có thể dùng cách đó.',
        'Xin đừng tải lại trang này, nếu không trình duyệt của quý vị sẽ gửi tệp thêm một lần nữa.',
        'Xin nghĩ đến những gì còn lại: tệp đã mã hóa, bài viết và khóa người nhận trên các thiết bị của quý vị.',
        'Xin đóng tab này ngay bây giờ. Trong Tor Browser, xin chọn thêm “Danh tính mới” (New identity).',
      ],
    },
    'not-age': {
      heading: 'Không nhận được',
      text: 'Đây không phải là tệp được mã hóa bằng age, hoặc chưa chọn tệp nào. Không phần nào được giữ lại.',
      ways: [
        'Nếu tệp chưa được mã hóa, thì nó đã đến máy chủ y nguyên như vậy. Máy chủ đã bỏ nó đi và được thiết kế để không ghi lại gì về nó, nhưng chúng tôi không thể hứa rằng không ai nhìn thấy.',
        'Xin mã hóa như trang này đã chỉ, không dùng “-a”, và chọn tệp có tên kết thúc bằng “.age”.',
      ],
    },
    'wrong-recipient': {
      heading: 'Không nhận được',
      text: 'Tệp đã được mã hóa, nhưng không phải cho loại khóa người nhận này, hoặc không phải chỉ cho một mình nó. Không phần nào được giữ lại.',
      ways: [
        'Xin dùng age 1.3 hoặc mới hơn, chỉ với khóa người nhận lấy từ trang này. Dùng mật khẩu, dùng khóa người nhận khác hoặc thêm một khóa thứ hai đều bị từ chối.',
      ],
    },
    damaged: {
      heading: 'Không nhận được',
      text: 'Tệp bị cắt cụt hoặc bị hỏng: không tệp mã hóa nào có độ dài này. Không phần nào được giữ lại.',
      ways: ['Xin sao chép lại từ nơi quý vị đã mã hóa, hoặc mã hóa lại, rồi gửi bản đó.'],
    },
    'too-large': {
      heading: 'Không nhận được',
      text: 'Tệp lớn hơn mức chỗ này nhận được: nhiều nhất __WITNESSBOX_PLAIN_SIZE__. Không phần nào được giữ lại.',
      ways: [
        'Xin gửi bài viết trước, rồi gửi các tệp thành nhiều phần nhỏ hơn, mỗi phần mã hóa riêng. Trong mỗi phần, xin ghi rõ những phần nào khác đi cùng với nó.',
        'Hoặc dùng trang này với JavaScript, trong Tor Browser ở mức “Chuẩn” (Standard) hoặc “An toàn hơn” (Safer): khi đó trang nhận được tệp lớn hơn rất nhiều.',
      ],
    },
    crowded: {
      heading: 'Không nhận được',
      text: 'Lúc này có quá nhiều người gửi bằng cách này, hoặc kết nối của quý vị quá chậm trong khi người khác đang chờ. Không phần nào được giữ lại.',
      ways: [
        'Xin thử lại sau vài phút. Tệp nhỏ dễ gửi được hơn.',
        'Hoặc dùng trang này với JavaScript, trong Tor Browser ở mức “Chuẩn” (Standard) hoặc “An toàn hơn” (Safer): ở đó quý vị không phải chờ sau họ.',
      ],
    },
    full: {
      heading: 'Không nhận được',
      text: 'Lúc này máy chủ không còn chỗ cho cách gửi này. Không phần nào được giữ lại.',
      ways: [
        'Xin trở lại vào hôm khác.',
        'Hoặc dùng trang này với JavaScript, trong Tor Browser ở mức “Chuẩn” (Standard) hoặc “An toàn hơn” (Safer): cho cách đó có dành riêng một ít chỗ.',
      ],
    },
    closed: {
      heading: 'Không nhận được',
      text: 'Khóa của tổ chức đã hết hạn, nên lúc này không thể gửi gì. Không phần nào được giữ lại.',
      ways: ['Xin trở lại sau vài ngày hoặc liên lạc với tổ chức bằng cách khác.'],
    },
    unclear: {
      heading: 'Không nhận được',
      text: 'Những gì đến nơi không phải là mẫu gửi của trang này, hoặc không đến đủ. Không phần nào được giữ lại.',
      ways: ['Xin quay lại trang, chọn tệp và gửi từ đó.'],
    },
    trouble: {
      heading: 'Không nhận được',
      text: 'Lúc này máy chủ gặp trục trặc. Máy chủ chưa xác nhận rằng tệp của quý vị đã được lưu.',
      ways: [
        'Xin đợi một lát rồi thử lại. Nếu thật ra tệp đã được lưu, tổ chức sẽ nhận được hai lần, điều đó không hại gì.',
      ],
    },
  },
  back: 'Quay lại trang',
};

export const intake: IntakeMessages = {
  what: {
    label: 'Điều gì đã xảy ra?',
    hint: 'Xin kể bằng lời của chính quý vị, theo thứ tự nào cũng được, nhiều hay ít tùy ý. Nếu có điều gì không chắc, xin cứ nói là không chắc; như vậy cũng có ích.',
  },
  when: {
    label: 'Việc đó xảy ra khi nào?',
    fields: {
      when: {
        label: 'Ngày tháng, chính xác đến mức quý vị biết',
        hint: 'Chỉ ghi năm, hoặc năm và tháng, cũng được.',
      },
      'when-words': {
        label: 'Thời gian, nói bằng lời của quý vị',
        hint: 'Ví dụ: mùa xuân cách đây hai năm, ban đêm, từ đó tuần nào cũng vậy.',
      },
    },
  },
  where: {
    label: 'Việc đó xảy ra ở đâu?',
    hint: 'Chỉ điền những gì quý vị biết và muốn nói.',
    fields: {
      where: {
        label: 'Nơi xảy ra, nói bằng lời của quý vị',
        hint: 'Một con đường, một tòa nhà, một đoạn đường giữa hai nơi.',
      },
      country: { label: 'Quốc gia' },
      province: { label: 'Tỉnh, bang hoặc vùng' },
      city: { label: 'Thành phố, thị xã' },
      county: { label: 'Quận, huyện' },
      township: { label: 'Xã, phường, thị trấn, thôn, ấp, bản' },
      facility: {
        label: 'Đồn công an, trại tạm giam, nhà tù, trại cải tạo, bệnh viện, cơ quan',
        hint: 'Tên hoặc số của nơi đó, hoặc người ta gọi nó là gì.',
      },
    },
  },
  who: {
    label: 'Ai đã làm?',
    hint: 'Quan chức, công an, người canh gác, chủ lao động, người chỉ điểm: bất cứ ai đã làm, ra lệnh hoặc để mặc cho việc đó xảy ra. Quý vị có thể thêm nhiều người.',
    fields: {
      officials: {
        label: 'Một người hoặc một nhóm người',
        hint: 'Nếu không biết tên, xin nói những gì quý vị biết.',
        add: 'Thêm một người hoặc một nhóm khác',
        fields: {
          name: { label: 'Tên, hoặc người ta gọi họ là gì' },
          post: { label: 'Chức vụ hoặc cấp bậc' },
          agency: { label: 'Cơ quan hoặc tổ chức' },
          unit: { label: 'Đơn vị, phòng ban hoặc đồn' },
          badge: { label: 'Số hiệu, xe, biển số xe, đồng phục' },
          did: { label: 'Người hoặc nhóm này đã làm gì' },
          'known-how': {
            label: 'Làm sao quý vị biết đó là họ?',
            options: {
              saw: 'Chính tôi đã thấy hoặc nghe',
              'said-so': 'Họ tự nói họ là ai',
              papers: 'Có ghi trên giấy tờ, trên phù hiệu hoặc trên xe',
              known: 'Tôi biết họ từ trước',
              told: 'Có người nói cho tôi biết',
              guess: 'Tôi nghĩ vậy, nhưng không chắc',
            },
          },
        },
      },
    },
  },
  harmed: {
    label: 'Ai đã bị hại, và bị hại như thế nào?',
    hint: 'Quý vị không cần nêu tên ai. Xin đừng viết tên những người sẽ gặp nguy hiểm nếu bị biết đến.',
    fields: {
      harmed: {
        label: 'Một người hoặc một nhóm người',
        add: 'Thêm một người hoặc một nhóm khác',
        fields: {
          person: {
            label: 'Đó là ai?',
            options: {
              me: 'Chính tôi',
              family: 'Người trong gia đình tôi',
              other: 'Người khác',
              many: 'Nhiều người, hoặc cả một nơi',
            },
          },
          name: { label: 'Tên hoặc cách mô tả khác', hint: 'Chỉ khi việc đó không gây nguy hiểm cho ai.' },
          harm: {
            label: 'Điều gì đã bị xâm hại?',
            options: {
              life: 'Có người chết hoặc mất tích',
              detention: 'Tự do: bắt giữ, quản thúc tại nhà, cấm đi lại hoặc xuất cảnh',
              health: 'Sức khỏe thể chất hoặc tinh thần',
              income: 'Việc làm, thu nhập hoặc lương hưu',
              schooling: 'Việc học hành',
              property: 'Nhà cửa, đất đai hoặc tài sản',
              family: 'Cuộc sống gia đình, con cái',
              faith: 'Tín ngưỡng, ngôn ngữ hoặc văn hóa',
              other: 'Điều khác',
            },
          },
          'harm-words': { label: 'Lúc đó và bây giờ, việc này đã gây ra gì cho họ' },
        },
      },
    },
  },
  relation: {
    label: 'Làm sao quý vị biết việc này?',
    fields: {
      relation: {
        label: 'Xin chọn tất cả những mục phù hợp',
        options: {
          victim: 'Việc đó xảy ra với tôi',
          witness: 'Tôi đã thấy hoặc nghe việc đó',
          told: 'Người có mặt ở đó kể cho tôi',
          documents: 'Tôi có giấy tờ, bản ghi âm hoặc ghi hình về việc đó',
          'took-part': 'Tôi đã bị buộc phải tham gia, hoặc đã làm việc ở đó',
        },
      },
      'relation-words': { label: 'Nói thêm về điều này' },
    },
  },
  tried: {
    label: 'Quý vị đã thử những gì, và còn ai biết?',
    hint: 'Khiếu nại, kiến nghị, tòa án, luật sư, nhà báo: kể cả những việc không đem lại kết quả.',
    fields: {
      steps: {
        label: 'Một việc đã thử',
        add: 'Thêm một việc khác đã thử',
        fields: {
          step: {
            label: 'Đó là việc gì?',
            options: {
              complaint: 'Khiếu nại đến một cơ quan',
              petition: 'Gửi kiến nghị hoặc đơn kêu cứu',
              police: 'Báo công an hoặc cảnh sát',
              court: 'Kiện ra tòa',
              lawyer: 'Nhờ luật sư',
              media: 'Nhà báo hoặc mạng internet',
              abroad: 'Một tổ chức ở nước ngoài hoặc Liên Hiệp Quốc',
              other: 'Việc khác',
            },
          },
          whom: { label: 'Gửi đến ai' },
          date: { label: 'Khi nào' },
          answer: { label: 'Họ trả lời thế nào, hoặc sau đó ra sao?' },
        },
      },
      'others-know': {
        label: 'Còn ai biết việc đã xảy ra?',
        hint: 'Chỉ khi việc đó không gây nguy hiểm cho ai.',
      },
    },
  },
  risk: {
    label: 'Hiện có ai đang gặp nguy hiểm không?',
    fields: {
      risk: { label: 'Điều gì có thể xảy ra với quý vị hoặc người khác, bây giờ hoặc nếu việc này bị lộ?' },
      careful: {
        label: 'Chúng tôi nên cẩn thận điều gì?',
        hint: 'Ví dụ: những chi tiết mà chỉ quý vị mới có thể biết, những người không được hỏi đến, những lúc không nên công bố gì.',
      },
    },
  },
  evidence: { label: 'Quý vị có tệp nào không?' },
  want: {
    label: 'Quý vị mong muốn điều gì?',
    fields: {
      want: {
        label: 'Quý vị muốn chúng tôi làm gì, hoặc không làm gì',
        hint: 'Quý vị có thể để trống và nói cho chúng tôi sau.',
      },
    },
  },
  files: {
    'made-by': { label: 'Ai đã làm ra nó?', hint: 'Chỉ khi việc đó không gây nguy hiểm cho ai.' },
    'made-when': { label: 'Nó được làm ra khi nào?' },
    copy: {
      label: 'Đây có phải bản gốc không?',
      options: {
        original: 'Bản gốc, đúng như khi được làm ra',
        copy: 'Bản sao, hoặc do người khác chuyển lại',
        picture: 'Ảnh chụp hoặc bản quét một tờ giấy hay một màn hình',
        unknown: 'Tôi không biết',
      },
    },
  },
  notice: {
    text: 'Dù quý vị chọn thế nào, những người phụ trách đọc của tổ chức vẫn đọc những gì quý vị gửi. Ngoài ra, mỗi cách dùng đều cần quý vị đồng ý, và quý vị có thể đồng ý riêng cho từng cách. Mục nào quý vị không chọn là không đồng ý. Sau này quý vị có thể thay đổi hoặc rút lại bằng mười hai từ của mình. Những gì đến lúc đó đã được công bố hoặc chuyển cho người khác thì không thể thu lại.',
    uses: {
      numbers: {
        label: 'Tính vào những con số không cho thấy ai',
        consequence:
          'Ví dụ: “có bấy nhiêu người ở tỉnh này đã kể lại việc như vậy”. Không có lời nào quý vị viết được trích ra.',
      },
      anonymous: {
        label: 'Công bố, sau khi bỏ những gì có thể cho thấy quý vị là ai',
        consequence:
          'Trước đó, những tên người, nơi chốn và thời gian có thể dẫn đến quý vị hoặc người khác được bỏ ra. Dù vậy, những người biết rõ vụ việc vẫn có thể nhận ra.',
      },
      partners: {
        label: 'Chuyển cho các tổ chức nhân quyền cộng tác và các cơ quan Liên Hiệp Quốc',
        consequence:
          'Họ nhận được những gì quý vị viết, với lời hứa sẽ bảo vệ nó. Sau đó, tổ chức không còn một mình quyết định ai được đọc nữa.',
      },
      courts: {
        label: 'Đưa cho tòa án và công tố viên ở nước ngoài, danh tính của quý vị được niêm phong',
        consequence:
          'Việc này có thể giúp truy trách nhiệm những người đã gây ra. Một ngày nào đó tòa án có thể muốn biết quý vị là ai; tổ chức sẽ hỏi quý vị trước.',
      },
      named: {
        label: 'Công bố cùng với tên của quý vị, nếu quý vị đã cho biết tên',
        consequence:
          'Ai cũng đọc được, kể cả các quan chức. Không thể rút lại, và việc này có thể đem nguy hiểm đến cho quý vị và gia đình.',
      },
    },
  },
};

export const offline: OfflineMessages = {
  start: {
    heading: 'Quý vị có thể viết ở đây mà không cần kết nối mạng',
    lead: (organisation) =>
      `${organisation} lắng nghe những ai từng bị quan chức hoặc người của chính quyền bắt giữ, đánh đập, tống tiền hay ép phải im lặng. Với trang này, quý vị có thể viết lại những gì đã xảy ra trên một thiết bị không có kết nối mạng. Bài viết trở thành một tệp đã mã hóa. Sau đó quý vị gửi tệp này, từ bất cứ thiết bị nào, hoặc đưa cho người khác bằng ổ USB.`,
    testifyHint: 'Nếu có thể, trước hết xin tắt Wi-Fi và dữ liệu di động, hoặc rút dây mạng ra.',
    steps: [
      'Trang này không gửi gì cả. Trong trang có những quy tắc để trình duyệt không cho nó lấy về hay gửi đi bất cứ thứ gì. Để biết chắc, xin ngắt kết nối trước khi viết.',
      'Những gì quý vị viết được mã hóa trên thiết bị này. Chỉ những người phụ trách đọc của tổ chức mới mở được, trên máy tính của chính họ.',
      'Trước khi tệp được tạo ra, quý vị nhận được mười hai từ. Với các từ này, sau này quý vị có thể đọc hồi âm của chúng tôi trên cổng gửi lời chứng và viết thêm. Ngoài quý vị, không ai có các từ này.',
      'Cuối cùng, quý vị lưu một tệp tên là testimony.age. Chỉ khi tệp đã được gửi trên cổng gửi lời chứng và ở đó hiện “Đã nhận”, thì tệp mới đến được chúng tôi.',
    ],
    limitsList: [
      'Từ bên trong, trang này không thể nhận ra có ai đã thay đổi tệp này hay không. Bên dưới có chỉ cách quý vị kiểm tra.',
      'Trang này không bảo vệ được quý vị trước người kiểm soát thiết bị này hoặc có thể nhìn thấy màn hình.',
      'Trang này và tệp đã mã hóa nằm lại trên thiết bị hoặc ổ USB cho đến khi quý vị xóa, và những gì đã xóa thường vẫn có thể khôi phục lại. Ai tìm thấy chúng có thể biết quý vị đã viết cho tổ chức này, và viết khoảng bao nhiêu, nhưng không biết viết gì.',
      'Ở trang này không đọc được hồi âm, và không viết được lần thứ hai với cùng các từ đó. Những việc này chỉ làm được trên cổng gửi lời chứng.',
      'Trang này không thể đem lại sự giúp đỡ ngay lập tức. Nếu quý vị đang gặp nguy hiểm, trước hết xin đến nơi an toàn.',
    ],
    checking: 'Đang kiểm tra chữ ký số của tổ chức…',
    validUntil: (day) =>
      `Khóa của tổ chức có hiệu lực đến ngày ${day}. Sau ngày đó, xin dùng một tệp mới hơn; tệp đã mã hóa mà quý vị tạo ra cho đến ngày đó vẫn gửi được, tốt nhất là gửi sớm.`,
    fingerprintHint:
      'Nếu tổ chức đã cho quý vị mã nhận dạng khóa của họ bằng một cách khác, xin so hai mã với nhau. Nếu khác nhau, xin đừng viết ở đây. Nếu giống nhau, đó là dấu hiệu tốt nhưng không phải là bằng chứng: một tệp đã bị thay đổi có thể hiện bất cứ mã nào.',
    notVerified: 'Không thể tạo tệp nào bằng trang này',
  },
  check: {
    heading: 'Tệp này có phải thật không?',
    lead: 'Không điều gì trang này tự nói về mình là bằng chứng. Trước khi viết, xin so tệp này với những gì tổ chức đã cho biết, trên một máy tính có chương trình sha256sum hoặc minisign:',
    steps: [
      'Với sha256sum, từ tệp này ra 64 chữ số và chữ cái. Có thể tổ chức đã công bố dãy đó, và cổng gửi lời chứng cho thấy dãy đó ở chỗ lấy tệp này. Tốt nhất là so với người đã lấy tệp này ở nơi khác:',
      'Với minisign và chữ ký số, có trên cổng gửi lời chứng bên cạnh tệp này, kết quả phải báo là đã xác minh (verified). Vào chỗ của ROOTKEY, xin đặt khóa gốc của tổ chức, lấy từ một nguồn mà quý vị tin cậy:',
    ],
  },
  leave: {
    hint: 'Nếu có người đến: xin bấm “Rời khỏi ngay” ở đầu trang, hoặc bấm phím Esc ba lần. Trang này sẽ trống ngay và không giữ những gì quý vị đã viết nữa. Tệp của trang này vẫn nằm ở nơi quý vị đã lưu, và trình duyệt này có thể nhớ rằng tệp đó đã được mở.',
  },
  receipt: {
    lead: 'Xin ghi các từ này ra giấy, theo đúng thứ tự này. Chưa có gì rời khỏi trang này.',
    send: 'Tạo tệp đã mã hóa',
  },
  form: {
    nextHint: 'Ở bước tiếp theo, quý vị nhận được mười hai từ. Sau đó tệp đã mã hóa mới được tạo ra.',
  },
  making: {
    heading: 'Đang mã hóa tệp của quý vị',
    lead: 'Xin để trang này mở. Tệp lớn có thể mất một lúc, và lâu hơn trong Tor Browser ở mức “An toàn hơn” (Safer).',
    progress: 'Đã mã hóa đến lúc này',
    encrypted: (done, total) => `Đã mã hóa ${done} trên ${total}.`,
    cancelled: 'Đã hủy',
    cancelledText:
      'Không có tệp nào được tạo ra. Những gì quý vị viết vẫn còn ở đây, chỉ trên trang này. Mười hai từ của quý vị vẫn như cũ.',
    failed: 'Không tạo được tệp',
    failedText:
      'Những gì quý vị viết vẫn còn ở đây, chỉ trên trang này. Nếu có tệp lớn, có thể thiết bị này thiếu bộ nhớ: xin bỏ bớt một số tệp ra, và gửi chúng sau trên cổng gửi lời chứng bằng mười hai từ của quý vị.',
    again: 'Thử lại',
  },
  made: {
    heading: 'Tệp đã mã hóa của quý vị đã sẵn sàng',
    lead: 'Cho đến lúc này, tệp chỉ nằm trong trang này. Xin lưu ngay bây giờ. Một khi trang này đã đóng, không thể tạo lại tệp này nữa.',
    save: 'Lưu tệp',
    size: (size) =>
      `Tệp tên là testimony.age, kích thước là ${size}. Số này nhiều hơn những gì quý vị viết: phần thêm vào là để kích thước không cho biết được gì nhiều.`,
    name: 'Quý vị có thể đặt tên khác cho tệp, miễn là tên kết thúc bằng .age.',
    nextHeading: 'Tiếp theo cần làm gì',
    next: [
      'Xin xem tệp có nằm ở nơi trình duyệt của quý vị lưu các tệp tải về hay không, hoặc sao chép tệp vào ổ USB.',
      'Đem tệp đến một thiết bị có kết nối mạng, tốt nhất là có Tor Browser. Trên cổng gửi lời chứng của tổ chức, xin chọn “Gửi một tệp đã mã hóa”. Hoặc đưa cho người khác làm giúp quý vị: họ không đọc được tệp.',
      'Xin làm sớm. Tổ chức có thay khóa, và những gì được mã hóa bằng khóa cũ chỉ mở được trong một thời gian có hạn.',
      'Khi cổng gửi lời chứng hiện “Đã nhận” là tệp đã đến nơi. Sau đó vài ngày, xin vào cổng xem có hồi âm không, bằng mười hai từ của quý vị.',
    ],
    destroyHeading: 'Còn lại gì trên thiết bị này',
    destroy: [
      'Không thể tạo lại tệp đã mã hóa này. Nếu giữ tệp là an toàn cho quý vị, xin giữ nó cho đến khi quý vị dùng mười hai từ của mình và thấy thông báo là đã nhận; chỉ khi đó mới xóa nó khỏi thiết bị và khỏi ổ USB, và xóa cả trang này nữa. Nếu quý vị phải xóa sớm hơn, sẽ không thể gửi tệp lần thứ hai. Trên ổ USB và trên hầu hết điện thoại và máy tính, tệp đã xóa vẫn có thể khôi phục lại trong một thời gian; một ổ USB mà quý vị có thể hủy đi thì an toàn hơn.',
      'Những gì quý vị ghi chép và bản gốc các tệp của quý vị vẫn còn ở chỗ cũ.',
      'Trình duyệt có thể nhớ rằng trang này đã được mở và một tệp đã được lưu. Trong Tor Browser, xin chọn “Danh tính mới” (New identity); trong các trình duyệt khác, xin xóa lịch sử và danh sách tệp tải về.',
    ],
    wiped:
      'Trang này không giữ những gì quý vị viết, các tệp và các từ của quý vị nữa; trong trang chỉ còn lại tệp đã mã hóa. Khi đã lưu tệp, xin đóng trang này.',
  },
  problems: {
    notGenuine:
      'Chữ ký số của tổ chức không khớp. Có thể có người đã thay đổi tệp này, hoặc tệp đã bị hỏng trên đường đi. Vì an toàn của quý vị, không thể tạo tệp nào bằng nó. Xin lấy lại tệp này, hoặc liên lạc với tổ chức bằng cách khác.',
    wrongQuestions:
      'Các câu hỏi trong tệp này không phải là các câu hỏi mà tổ chức đã ký. Vì an toàn của quý vị, không thể tạo tệp nào bằng nó. Xin lấy lại tệp này, hoặc liên lạc với tổ chức bằng cách khác.',
    expired:
      'Khóa của tổ chức trong tệp này đã hết hạn. Xin kiểm tra ngày trên thiết bị. Nếu ngày đúng, xin lấy một tệp mới hơn từ cổng gửi lời chứng.',
    tooLarge: 'Có một tệp lớn quá mức chứa được. Xin bỏ tệp đó ra, và gửi sau thành các phần nhỏ hơn.',
  },
  footer:
    'Trang này không giữ gì ngoài tệp do chính quý vị lưu lại. Trình duyệt của quý vị vẫn có thể nhớ rằng trang đã được mở.',
  noScript:
    'Trang này cần JavaScript để mã hóa trên thiết bị này. Trong Tor Browser, xin chọn mức bảo mật “Chuẩn” (Standard) hoặc “An toàn hơn” (Safer) rồi mở lại tệp. Dù thế nào, cũng không có gì được gửi đi.',
};

export const handIn: HandInMessages = {
  start: {
    heading: 'Viết khi không có mạng',
    lead: 'Quý vị có thể lấy về một trang dùng được mà không cần kết nối mạng. Với trang đó, quý vị viết ở nơi và vào lúc do mình chọn, và trang đó tạo ra một tệp đã mã hóa. Quý vị gửi tệp này ở đây.',
    fetch: 'Lưu trang dùng khi không có mạng',
    signature: 'Lưu chữ ký số của trang đó',
    hash: 'SHA-256 của tệp này',
    hashHint:
      'Xin so với những gì tổ chức đã công bố ở nơi khác, trước khi viết trong tệp này. Trong tệp có chỉ cách làm.',
    left: 'Tệp nằm lại ở nơi quý vị lưu, và ai tìm thấy nó sẽ biết quý vị đã vào đây.',
    handIn: 'Gửi một tệp đã mã hóa',
  },
  view: {
    heading: 'Gửi một tệp đã mã hóa',
    lead: 'Chỗ này dành cho tệp testimony.age do trang dùng khi không có mạng tạo ra. Tệp được chuyển đến tổ chức y nguyên. Không ai trên đường đi đọc được, và ở đây không hiện ra từ mới nào: những từ quý vị đã ghi khi tạo tệp có giá trị cho tệp đó.',
    choose: 'Chọn tệp',
    chosen: (size) => `Đã chọn: một tệp ${size}.`,
    send: 'Gửi',
    notAge:
      'Đây không phải là tệp do trang dùng khi không có mạng tạo ra. Chưa có gì được gửi đi. Xin xem có đúng tệp không; tên của nó kết thúc bằng .age.',
    damaged:
      'Tệp này bị cắt cụt hoặc bị hỏng, hoặc không do trang dùng khi không có mạng tạo ra. Chưa có gì được gửi đi. Xin sao chép lại từ nơi đã lưu tệp.',
    gone: 'Tệp này không còn đọc được nữa. Xin chọn lại.',
    sending: 'Đang gửi tệp của quý vị',
    status: 'Đang gửi…',
    kept: 'Tệp vẫn còn trên thiết bị của quý vị. Quý vị có thể gửi lại.',
    late: 'Dù vậy, tệp vẫn có thể đã đến nơi. Nếu đã đến nơi, chỉ những người phụ trách đọc của tổ chức mới đọc được. Tệp vẫn còn trên thiết bị của quý vị, và quý vị có thể gửi lại: nếu tệp đến hai lần, điều đó không hại gì.',
    back: 'Trở về chỗ chọn tệp',
    done: 'Tổ chức vẫn còn phải mở tệp này. Nếu giữ tệp là an toàn cho quý vị, xin giữ nó cho đến khi quý vị dùng mười hai từ của mình và thấy thông báo là đã nhận; chỉ khi đó mới xóa nó, cùng với trang dùng khi không có mạng. Nếu quý vị phải xóa ngay bây giờ, sẽ không thể gửi tệp lần thứ hai. Tệp đã xóa thường vẫn có thể khôi phục lại trong một thời gian.',
    twice: 'Nếu có lúc nào tệp này được gửi hai lần, điều đó không hại gì.',
  },
};

export const offlinePlain: OfflinePlainMessages = {
  heading: 'Dễ hơn: trang dùng khi không có mạng',
  lead: 'Xin lưu trang đó và mở nó trong một trình duyệt có JavaScript, tốt nhất là khi không có kết nối mạng: nó đưa ra các câu hỏi, mã hóa giúp quý vị, độn thêm tệp cho đầy, và cho quý vị mười hai từ để đọc hồi âm. Xin gửi tệp mà nó tạo ra bằng mẫu gửi bên dưới.',
  save: 'Lưu trang dùng khi không có mạng',
  signature: 'Lưu chữ ký số của trang đó',
  check:
    'Trước khi mở, xin kiểm tra xem trang đó có phải thật không. Những gì ghi ở đây đến từ cùng một máy chủ với trang đó: chúng chỉ cho thấy không có gì bị hỏng trên đường đi. Bằng chứng là những gì tổ chức đã công bố ở nơi khác. SHA-256 ở đây là:',
  minisign:
    'Hoặc kiểm tra chữ ký số của nó bằng minisign. Vào chỗ của khóa đứng sau “-P”, xin đặt khóa mà tổ chức đã cho quý vị bằng một cách khác, nếu có:',
};
