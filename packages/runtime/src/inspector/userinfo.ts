/**
 * What stands before the `@` of a URL's authority, or nothing. Reads more spellings than a URL parser
 * accepts, because URLs that are refused are shown too. Rule 5.
 */
export function userinfoOf(url: string): string | undefined {
  const [beforeAuthority = ''] = /^[^:/\\?#]*:?[/\\\s]*/.exec(url) ?? [];
  const rest = url.slice(beforeAuthority.length);
  const end = rest.search(/[/\\?#]/);
  const authority = end === -1 ? rest : rest.slice(0, end);
  const at = authority.lastIndexOf('@');
  return at === -1 ? undefined : authority.slice(0, at);
}

/** The text without a userinfo, also where it was cut in the middle of it. */
export function withoutUserinfo(text: string, userinfo: string): string {
  if (userinfo === '') return text;
  const hidden = text.replaceAll(`${userinfo}@`, '***@');
  const rest = userinfo.length < 100 ? -1 : hidden.indexOf(userinfo.slice(0, 100));
  return rest === -1 ? hidden : `${hidden.slice(0, rest)}***`;
}
