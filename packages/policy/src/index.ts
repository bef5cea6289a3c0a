export { accelerationOf } from './acceleration.ts';
export type {
  Acceleration,
  AccelerationCandidate,
  AccelerationPolicy,
  AccelerationThresholds,
} from './acceleration.ts';
export { accelerationLimits } from './acceleration-limits.ts';
export { judgeAddress } from './address.ts';
export type { AddressJudgement } from './address.ts';
export { parseAddressRanges } from './address-ranges.ts';
export type { AddressRanges, AddressRangesResult } from './address-ranges.ts';
export type { AddressClass } from './address-table.ts';
export { apis } from './api.ts';
export type { Api } from './api.ts';
export { decide } from './decide.ts';
export type { DecideContext } from './decide.ts';
export type { AllowDecision, Decision, DenyDecision } from './decision.ts';
export { parsePolicyDocument } from './document.ts';
export type { PolicyDocument, PolicyDocumentOptions, PolicyDocumentResult } from './document.ts';
export { areSameLists, compareLists, grantedBy, namedLists } from './grants.ts';
export type { EntriesByList, ListName } from './grants.ts';
export type { HostProfile } from './host-profile.ts';
export { profiles } from './host-profiles.ts';
export type { ProfileName } from './host-profiles.ts';
export { issueTable } from './issues.ts';
export type { IssueCode, IssueRow, PolicyIssue } from './issues.ts';
export { readKeySet, signHandover } from './key-set.ts';
export type { PolicyKeySet, PublishedKey } from './key-set.ts';
export type { ServerDomainLists } from './lists.ts';
export { findLocalNetworkFault } from './local-network.ts';
export type { LocalNetworkFault, NetworkInterface } from './local-network.ts';
export type { RedirectBase } from './location.ts';
export { generatePolicyKey, readPolicyKey } from './policy-key.ts';
export type { PolicyKeyPair, PolicyPrivateKey, PolicyPublicKey } from './policy-key.ts';
export { binance } from './profiles/binance.ts';
export { reasons } from './reasons.ts';
export type { AllowReason, DenyReason, MalformedReason, ReasonCode, ReasonRow } from './reasons.ts';
export { parseServerDomain } from './server-domain.ts';
export type { ServerDomain, ServerDomainOptions, ServerDomainResult } from './server-domain.ts';
export { findPolicyFault, openPolicy, signPolicy, verifyPolicy } from './signature.ts';
export type {
  DatedPolicyDocument,
  OpenedPolicy,
  PolicyAge,
  PolicyExpectation,
  PolicyOrigin,
  PolicyStatement,
  PolicyVerification,
} from './signature.ts';
export { signedPolicyFaults } from './signed-policy-faults.ts';
export type {
  SignedPolicyFault,
  SignedPolicyFaultCode,
  SignedPolicyFaultRow,
} from './signed-policy-faults.ts';
export type { Origin, Target, UrlScheme } from './target.ts';
