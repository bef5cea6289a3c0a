/**
 * Passwords of twelve characters and more that lists of stolen passwords have often, without case. Shorter ones are
 * refused by their length.
 */
const common: ReadonlySet<string> = new Set(
  `1234567890123 123456789012 1234567891011 1234567890qwerty 0123456789ab 0987654321ab 1q2w3e4r5t6y 1q2w3e4r5t6y7u
  1qaz2wsx3edc 1qazxsw23edc 1qaz2wsx3edc4rfv q1w2e3r4t5y6 qwertyuiop12 qwertyuiop123 qwerty123456 qwerty1234567
  qwertyuiop[] qwertyuiopasdfghjkl asdfghjkl123 zaq12wsxcde3 zxcvbnm12345 abcdefghijkl abcdefghijklmnop abcd12345678
  abc123456789 a123456789012 aa123456789a password1234 password12345 password123456 password1234! passwordpassword
  mypassword123 passw0rd1234 p@ssw0rd1234 p@ssword1234 changeme1234 changemenow1 letmein12345 letmein123456
  welcome12345 welcome123456 iloveyou1234 iloveyou12345 iloveyou123456 adminadmin12 administrator admin1234567
  admin12345678 administrator1 administrator123 rootrootroot testtesttest test12345678 superman1234 sunshine1234
  princess1234 football1234 baseball1234 dragon123456 monkey123456 master123456 trustno1trustno1 whatever1234
  correcthorsebatterystaple unbelievable internet1234 computer1234 secretsecret secret123456 summer2024summer
  manchesterunited liverpoolfc1 christopher1 michaeljordan jesuschrist1 iloveyousomuch thunderbird1`.split(
    /\s+/,
  ),
);

/**
 * Why a new password is refused, as what follows the word "password" in a sentence; undefined if it is not.
 *
 * @example
 * weaknessOf('short', ''); // 'has fewer than 12 characters'
 */
export function weaknessOf(password: string, email: string): string | undefined {
  const length = [...password].length;
  if (length < 12) return 'has fewer than 12 characters';
  if (length > 128) return 'has more than 128 characters';
  const plain = password.toLowerCase();
  if (common.has(plain)) return 'is one of the most common ones';
  if (new Set(plain).size < 4) return 'has fewer than 4 different characters';
  if (plain === email.toLowerCase()) return 'is the e-mail address';
  return undefined;
}
