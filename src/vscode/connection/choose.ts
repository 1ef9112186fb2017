/** The choices a connection is made of. Each asks for one thing and gives it back; none of them saves anything. */
import * as vscode from "vscode";
import { readEndpoint } from "../../core/ports/endpoint.ts";
import { visibleText } from "../../core/text/visible-text.ts";
import { readSetting } from "../contributions.ts";
import type { ProfileInfo, Services } from "../services.ts";
import { withoutIcons } from "./describe-connection.ts";
import { pick, type Choice, type Picked, type Step } from "./pick.ts";
import { isRegionLike, regions } from "./regions.ts";

/** `name` is empty for the default credential chain. */
export type ProfileChoice =
  | {
      readonly kind: "profile";
      readonly name: string;
      readonly region?: string;
    }
  | { readonly kind: "endpoint" };

type StepOptions = Pick<Step<never>, "position" | "canGoBack">;

export function chooseProfile(
  services: Services,
  options: StepOptions & { readonly offerEndpoint: boolean },
): Promise<Picked<ProfileChoice>> {
  const current = readSetting("connection.profile").trim();
  return pick({
    title: "AWS profile",
    placeholder: "Whose user pools? Type to filter",
    choices: services
      .listProfiles()
      .then((profiles) => [
        ...profileChoices(profiles),
        ...(options.offerEndpoint ? endpointChoices() : []),
      ]),
    current: (value) => value.kind === "profile" && value.name === current,
    ...options,
  });
}

function profileChoices(
  profiles: readonly ProfileInfo[],
): readonly Choice<ProfileChoice>[] {
  return [
    {
      label: "Default credential chain",
      description: "environment, default profile, container, instance",
      iconPath: new vscode.ThemeIcon("key"),
      value: { kind: "profile", name: "" },
    },
    {
      label:
        profiles.length === 0
          ? "No profiles in the shared AWS config files"
          : "Profiles",
      kind: vscode.QuickPickItemKind.Separator,
    },
    ...profiles.map((profile): Choice<ProfileChoice> => ({
      label: withoutIcons(visibleText(profile.name)),
      ...(profile.region === undefined
        ? {}
        : { description: visibleText(profile.region) }),
      iconPath: new vscode.ThemeIcon("account"),
      value: { kind: "profile", ...profile },
    })),
  ];
}

function endpointChoices(): readonly Choice<ProfileChoice>[] {
  const endpoint = readSetting("connection.endpoint").trim();
  return [
    { label: "Endpoint", kind: vscode.QuickPickItemKind.Separator },
    {
      label: "Set service endpoint…",
      description:
        endpoint === ""
          ? "now AWS; an emulator has an address of its own"
          : `now ${withoutIcons(visibleText(endpoint))}`,
      iconPath: new vscode.ThemeIcon("server"),
      alwaysShow: true,
      value: { kind: "endpoint" },
    },
  ];
}

/** `suggested` is the Region of the chosen profile: it comes first. */
export function chooseRegion(
  options: StepOptions & { readonly suggested?: string },
): Promise<Picked<string>> {
  const { suggested, ...step } = options;
  const preferred = suggested ?? readSetting("connection.region").trim();
  const hasEndpoint = readSetting("connection.endpoint").trim() !== "";
  const choice = (id: string, description: string): Choice<string> => ({
    label: id,
    description,
    value: id,
  });
  const known = regions
    .filter(({ id }) => id !== suggested)
    .map(({ id, name }) => choice(id, name));
  return pick({
    title: "AWS Region",
    placeholder: "Where are the user pools? Choose, or type another Region",
    choices: Promise.resolve(
      suggested === undefined
        ? known
        : [choice(suggested, "Region of the profile"), ...known],
    ),
    current: (value) => value === preferred,
    typed: (text) =>
      regions.some(({ id }) => id === text) ||
      text === suggested ||
      !isRegionLike(text, hasEndpoint)
        ? undefined
        : choice(text, "use what was typed"),
    ...step,
  });
}

/** The endpoint as typed, empty for AWS; undefined when cancelled. */
export function chooseEndpoint(current: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: "Service endpoint",
    prompt:
      "Address that replaces AWS's own for all services, for an emulator. Leave it empty for AWS.",
    placeHolder: "http://127.0.0.1:9229",
    value: current,
    ignoreFocusOut: true,
    validateInput: (text) => {
      if (text.trim() === "") return undefined;
      const reading = readEndpoint(text);
      if (reading.kind === "invalid") return reading.problem;
      if (reading.loopback || reading.url.protocol === "https:")
        return undefined;
      return {
        message: `Everything sent to ${reading.url.host}, tokens and user data included, can be read on the way: this is plain http to another machine.`,
        severity: vscode.InputBoxValidationSeverity.Warning,
      };
    },
  });
}
