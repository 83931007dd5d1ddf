// `completion`: a script that completes commands and options in a shell. It is made from the commands themselves.

import { Argument, type Command, type Option } from "commander";
import type { Runtime } from "../context.js";

type Shell = "bash" | "zsh" | "fish";

/** A command, with the words that lead to it. */
interface Entry {
  readonly path: readonly string[];
  readonly description: string;
  readonly commands: readonly string[];
  readonly options: readonly Option[];
}

/** Adds the command. */
export function addCompletion(program: Command, { output }: Runtime): void {
  program
    .command("completion")
    .description("print a script that completes commands and options in your shell")
    .addArgument(new Argument("<shell>", "your shell").choices(["bash", "zsh", "fish"]))
    .addHelpText(
      "after",
      `
Examples:
  meshi-partner completion bash >> ~/.bashrc
  meshi-partner completion zsh > "\${fpath[1]}/_meshi-partner"
  meshi-partner completion fish > ~/.config/fish/completions/meshi-partner.fish`,
    )
    .action((shell: Shell) => output.print(SCRIPTS[shell](entriesOf(program, [])).trimEnd()));
}

function entriesOf(command: Command, path: readonly string[]): Entry[] {
  const below = command.commands.filter((child) => child.name() !== "help");
  const entry = {
    path,
    description: command.description(),
    commands: below.map((child) => child.name()),
    options: command.options.filter((option) => !option.hidden),
  };
  return [entry, ...below.flatMap((child) => entriesOf(child, [...path, child.name()]))];
}

const flags = ({ options }: Entry): string[] => [
  ...options.flatMap((option) => (option.long ? [option.long] : [])),
  "--help",
];
const takesFile = (option: Option): boolean => /<(?:file|path)>/u.test(option.flags);

/** bash: the words for each path of commands; files after options that take one, and where no word fits. */
function bash(entries: readonly Entry[]): string {
  const cases = entries.map(
    (entry) => `    "${entry.path.join(" ")}") words="${[...entry.commands, ...flags(entry)].join(" ")}" ;;`,
  );
  const known = new Set(entries.flatMap((entry) => entry.commands));
  const files = fileOptions(entries);
  return `# meshi-partner completion for bash
_meshi_partner() {
  local path="" word words="" current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  case "$previous" in
    ${files.join("|")}) COMPREPLY=($(compgen -f -- "$current")); return ;;
  esac
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in
      ${[...known].join("|")}) path="\${path:+$path }$word" ;;
    esac
  done
  case "$path" in
${cases.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _meshi_partner meshi-partner
`;
}

/** zsh: bash's script, by the bridge that zsh brings. */
function zsh(entries: readonly Entry[]): string {
  return `#compdef meshi-partner
autoload -U +X bashcompinit && bashcompinit
${bash(entries)}`;
}

/** fish: one line a command and one an option, with their descriptions. */
function fish(entries: readonly Entry[]): string {
  const quoted = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  const lines = ["# meshi-partner completion for fish", "complete -c meshi-partner -f"];
  for (const entry of entries) {
    const [first, second] = entry.path;
    const condition =
      first === undefined
        ? "__fish_use_subcommand"
        : `__fish_seen_subcommand_from ${second ?? first}${second === undefined ? "" : `; and __fish_seen_subcommand_from ${first}`}`;
    for (const name of entry.commands) {
      const child = entries.find(({ path }) => path.join(" ") === [...entry.path, name].join(" "));
      lines.push(
        `complete -c meshi-partner -n ${quoted(condition)} -a ${name} -d ${quoted(child?.description ?? "")}`,
      );
    }
    for (const option of entry.options) {
      if (!option.long) continue;
      const argument = takesFile(option) ? " -r -F" : option.required ? " -x" : "";
      lines.push(
        `complete -c meshi-partner -n ${quoted(condition)} -l ${option.long.slice(2)}${argument} -d ${quoted(option.description)}`,
      );
    }
  }
  return `${lines.join("\n")}\n`;
}

function fileOptions(entries: readonly Entry[]): string[] {
  const long = entries.flatMap(({ options }) => options.filter(takesFile).map((option) => option.long ?? ""));
  return [...new Set(long.filter((name) => name !== ""))];
}

const SCRIPTS: Readonly<Record<Shell, (entries: readonly Entry[]) => string>> = { bash, zsh, fish };
