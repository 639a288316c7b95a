/** What a flag key, a description, an owner, a file name or a line of code may hold when somebody means harm. */

export interface Attack {
  readonly title: string;
  /** Holds the word `owned`, so that a test can tell that it was not dropped. */
  readonly text: string;
}

const attack = (title: string, text: string): Attack => ({ title, text });

/** Against terminals, build services, readers of XML, JSON and Markdown, and the eye. */
export const attacks: readonly Attack[] = [
  attack('line breaks', 'owned\nsecond\r\nthird\rfourth\u2028fifth\u2029sixth\u0085seventh\vx\fy'),
  attack('an error of GitHub', '\n::error file=a.ts,line=1::owned'),
  attack('an error of GitHub at the beginning', '::error file=a.ts,line=1::owned'),
  attack('an output of GitHub', '::set-output name=a::owned\n::add-mask::a\n::stop-commands::owned'),
  attack('an escaped command of GitHub', '%0A::error::owned%0D%0A%3A%3Aerror%3A%3A,line=9,title=x:'),
  attack('an old command of GitHub', 'owned ##[error]a ##[group]b ##[add-mask]c'),
  attack('a command of Azure', 'owned ##vso[task.setvariable variable=a]b ##VSO[task.complete]'),
  attack('a command of TeamCity', "##teamcity[buildStatus text='owned']"),
  attack('a section of GitLab', 'section_start:1:owned[collapsed=true]\r\u001b[0Kowned'),
  attack('colors and a cleared screen', 'owned\u001b[31m\u001b[2J\u001b[H\u001b]0;title\u0007'),
  attack('8-bit controls', 'owned\u009b31m\u009d0;title\u009c\u0090q\u0098'),
  attack('a link in a terminal', '\u001b]8;;https://evil.example\u0007owned\u001b]8;;\u0007'),
  attack('the clipboard', 'owned\u001b]52;c;cm0gLXJmIC8=\u0007'),
  attack('all of C0', `owned${Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)).join('')}\u007f`),
  attack('NUL', 'owned\0\0'),
  attack('lone surrogates', 'owned\ud800 \udc00 \udfff\ud83d'),
  attack('no characters', 'owned\ufffe\uffff\u{1ffff}'),
  attack('emoji', 'owned 🚩👩‍👩‍👧‍👦🏳️‍🌈'),
  attack('joiners and spaces without width', 'own\u200bed owned\u200d\u200c\u2060\ufeff\u00ad'),
  attack('bidi marks', 'owned \u202egnp.exe\u202c \u2066a\u2069 \u200f\u061c'),
  attack(
    'tags',
    `owned${[...'hidden'].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('')}`,
  ),
  attack('HTML', '<img src=x onerror=alert(1)><script>owned</script><!-- a --><details>'),
  attack('entities', 'owned &lt;b&gt; &#64;everyone &amp;'),
  attack('the end of CDATA and of a comment', ']]>owned--><error severity="error"/><!-- ---->-'),
  attack('the end of an attribute', `owned" severity="error' />`),
  attack('an entity declaration', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>owned&b;'),
  attack('the end of a string', 'owned","check":"forged"}],"outcome":"clean"\\'),
  attack('a table row', 'owned | error | forged |\n| `a` | error | forged |'),
  attack('code', '`owned` ``a`` ```\nb\n``` ~~~ \\` \\'),
  attack(
    'a link and an image',
    '[owned](https://evil.example) ![a](https://evil.example/a.png) [b]: https://evil.example',
  ),
  attack(
    'addresses',
    'owned https://evil.example www.evil.example mailto:a@evil.example a@evil.example <https://evil.example>',
  ),
  attack('mentions and references', 'owned @octocat @org/team #123 org/repo#1 GH-123 :rocket: !1 $1'),
  attack('headings, lists and rules', '# owned\n## a\n- b\n1. c\n> d\n***\n---\n==='),
  attack('emphasis', '**owned** __a__ *b* _c_ ~~d~~ $e$ ^f^'),
  attack('task lists and alerts', '- [x] owned\n> [!WARNING]\n> a'),
  attack('10,000 characters', `owned${'x'.repeat(10_000)}`),
  attack('10,000 characters that need escaping', `owned${'\u001b<|`&"\n'.repeat(1_500)}`),
];
