/** Puts a noun behind its article: "a PreSignUp trigger", "an InboundFederation trigger", "a UserMigration trigger". */
export const withArticle = (noun: string): string =>
  `${/^[aeio]/iu.test(noun) ? "an" : "a"} ${noun}`;
