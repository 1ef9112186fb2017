/**
 * Regions with Cognito user pools, for choosing; any other can be typed, so a new Region needs no new release.
 * https://docs.aws.amazon.com/general/latest/gr/cognito_identity.html
 */
export interface Region {
  readonly id: string;
  readonly name: string;
}

export const regions: readonly Region[] = [
  { id: "us-east-1", name: "US East (N. Virginia)" },
  { id: "us-east-2", name: "US East (Ohio)" },
  { id: "us-west-1", name: "US West (N. California)" },
  { id: "us-west-2", name: "US West (Oregon)" },
  { id: "af-south-1", name: "Africa (Cape Town)" },
  { id: "ap-northeast-1", name: "Asia Pacific (Tokyo)" },
  { id: "ap-northeast-2", name: "Asia Pacific (Seoul)" },
  { id: "ap-northeast-3", name: "Asia Pacific (Osaka)" },
  { id: "ap-south-1", name: "Asia Pacific (Mumbai)" },
  { id: "ap-south-2", name: "Asia Pacific (Hyderabad)" },
  { id: "ap-southeast-1", name: "Asia Pacific (Singapore)" },
  { id: "ap-southeast-2", name: "Asia Pacific (Sydney)" },
  { id: "ap-southeast-3", name: "Asia Pacific (Jakarta)" },
  { id: "ap-southeast-4", name: "Asia Pacific (Melbourne)" },
  { id: "ca-central-1", name: "Canada (Central)" },
  { id: "eu-central-1", name: "Europe (Frankfurt)" },
  { id: "eu-central-2", name: "Europe (Zurich)" },
  { id: "eu-north-1", name: "Europe (Stockholm)" },
  { id: "eu-south-1", name: "Europe (Milan)" },
  { id: "eu-south-2", name: "Europe (Spain)" },
  { id: "eu-west-1", name: "Europe (Ireland)" },
  { id: "eu-west-2", name: "Europe (London)" },
  { id: "eu-west-3", name: "Europe (Paris)" },
  { id: "il-central-1", name: "Israel (Tel Aviv)" },
  { id: "me-central-1", name: "Middle East (UAE)" },
  { id: "me-south-1", name: "Middle East (Bahrain)" },
  { id: "sa-east-1", name: "South America (São Paulo)" },
  { id: "us-gov-east-1", name: "AWS GovCloud (US-East)" },
  { id: "us-gov-west-1", name: "AWS GovCloud (US-West)" },
];

/** Whether `text` has the form of a Region. Emulators take any word: `allowAnyWord` is for a chosen endpoint. */
export function isRegionLike(text: string, allowAnyWord: boolean): boolean {
  return (
    /^[a-z]{2,5}(-[a-z]+)+-\d{1,2}$/.test(text) ||
    (allowAnyWord && /^[a-z0-9][a-z0-9-]{0,62}$/.test(text))
  );
}
