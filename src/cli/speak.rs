//! The command line's own words in Japanese: help, and what is said of a command that cannot be understood.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory, Error, FromArgMatches};
use std::process::ExitCode;

/// The arguments of this process, or the code to end with when they are no command (or ask for help).
pub(super) fn parse<T: CommandFactory + FromArgMatches>() -> Result<T, ExitCode> {
    let known = japanese(T::command());
    let read = known.clone().try_get_matches().and_then(|mut matches| T::from_arg_matches_mut(&mut matches));
    read.map_err(|error| {
        if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
            // A reader that has seen enough of the help is no trouble.
            let _ = error.print();
            return ExitCode::SUCCESS;
        }
        eprintln!("{}", said(&error));
        super::Outcome::Refused.into()
    })
}

/// A command with its help in Japanese, and so every command below it.
fn japanese(command: Command) -> Command {
    let below: Vec<String> = command.get_subcommands().map(|one| one.get_name().to_owned()).collect();
    let versioned = command.get_version().is_some();
    let mut command = command
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .help_template("{about}\n\n使い方: {usage}\n\n{all-args}")
        .mut_args(plain)
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .help("この説明を出します")
                .help_heading("指定"),
        );
    if versioned {
        let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
        command = command.arg(version.help("版の番号を出します").help_heading("指定"));
    }
    for name in below {
        command = command.mut_subcommand(name, japanese);
    }
    command
}

/// An argument whose usual value and possible values stand in its Japanese words.
fn plain(argument: Arg) -> Arg {
    let heading = if argument.is_positional() { "書くもの" } else { "指定" };
    let argument = argument.help_heading(heading);
    let takes = argument.get_action().takes_values();
    if !takes {
        return argument;
    }
    let argument = argument.hide_default_value(true).hide_possible_values(true);
    let values: Vec<_> = argument.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    let usual = (!values.is_empty()).then(|| values.join(" と "));
    let Some(help) = argument.get_help().map(ToString::to_string) else { return argument };
    let said = help.contains("無ければ");
    match usual.as_deref().filter(|_| !said) {
        Some(".") => argument.help(format!("{help}（無ければ、いまのフォルダ）")),
        Some(usual) => argument.help(format!("{help}（無ければ {usual}）")),
        None => argument,
    }
}

/// What was wrong with a command, and what to do.
fn said(error: &Error) -> String {
    let get = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        _ => String::new(),
    };
    let (argument, value) = (get(ContextKind::InvalidArg), get(ContextKind::InvalidValue));
    let mut message = match error.kind() {
        ErrorKind::InvalidSubcommand => format!("「{}」という命令はありません。", get(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "命令がありません。例: ouchi build".into()
        }
        ErrorKind::UnknownArgument => format!("「{argument}」という指定はありません。"),
        ErrorKind::InvalidValue if value.is_empty() => format!("「{argument}」に値がありません。"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => format!("「{argument}」に「{value}」は使えません。"),
        ErrorKind::MissingRequiredArgument => format!("「{argument}」が要ります。"),
        ErrorKind::ArgumentConflict => {
            format!("「{argument}」と「{}」は、いっしょに使えません。", get(ContextKind::PriorArg))
        }
        ErrorKind::TooManyValues => format!("「{value}」が余っています。"),
        ErrorKind::InvalidUtf8 => "文字として読めない指定があります。".into(),
        _ => "命令の書き方がちがいます。".into(),
    };
    let near = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    if let Some(near) = near.into_iter().map(get).find(|near| !near.is_empty()) {
        message.push_str(&format!("「{near}」ではありませんか。"));
    }
    let valid = get(ContextKind::ValidValue);
    if !valid.is_empty() {
        message.push_str(&format!("使えるのは {valid} です。"));
    }
    if argument.contains("YYYY-MM-DD") {
        message.push_str("日付は 2026-11-01 のように書きます。");
    }
    format!("{message}\n使い方は ouchi --help、命令ごとの使い方は ouchi build --help のように打つと出ます。")
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Debug, Parser)]
    #[command(name = "ouchi", version)]
    struct Sample {
        #[command(subcommand)]
        command: Below,
    }

    #[derive(Debug, clap::Subcommand)]
    enum Below {
        /// 見本の命令です。
        Build {
            /// 場所
            #[arg(long, value_name = "DIR", default_value = ".")]
            project: String,
            /// いつの日付か
            #[arg(long, value_name = "YYYY-MM-DD")]
            as_of: Option<jiff::civil::Date>,
        },
    }

    fn told(arguments: &[&str]) -> String {
        let error = japanese(Sample::command()).try_get_matches_from(arguments).expect_err("no command");
        if matches!(error.kind(), ErrorKind::DisplayHelp) { error.to_string() } else { said(&error) }
    }

    #[test]
    fn what_is_wrong_is_said_in_japanese_with_what_is_near() {
        assert!(told(&["ouchi", "buidl"]).starts_with("「buidl」という命令はありません。「build」ではありませんか。"));
        assert!(told(&["ouchi"]).starts_with("命令がありません"));
        assert!(told(&["ouchi", "build", "--projct", "x"]).contains("「--project」ではありませんか。"));
        assert!(told(&["ouchi", "build", "--as-of", "11/1"]).contains("日付は 2026-11-01 のように"));
        for wrong in [&["ouchi", "x"][..], &["ouchi"], &["ouchi", "build", "--as-of"], &["ouchi", "build", "y"]] {
            let told = told(wrong);
            assert!(!told.contains("error") && !told.contains("Usage") && told.contains("--help"), "{told}");
        }
    }

    #[test]
    fn every_command_that_ships_has_its_help_in_japanese() {
        let whole = japanese(crate::cli::Arguments::command());
        whole.clone().debug_assert();
        let names: Vec<String> = whole.get_subcommands().map(|one| one.get_name().to_owned()).collect();
        assert!(names.len() > 8);
        for name in names {
            let error = whole.clone().try_get_matches_from(["ouchi", &name, "--help"]).expect_err("help");
            let help = error.to_string();
            let flat: String = help.split_whitespace().collect();
            assert!(name != "forms" || flat.contains("（いくつでも）（無ければhospitalとclinic）"), "{help}");
            for english in ["Usage", "Options", "Commands", "Arguments", "Print", "default", "possible"] {
                assert!(!help.contains(english), "{name} {english}: {help}");
            }
        }
    }

    #[test]
    fn the_help_is_in_japanese() {
        for arguments in [&["ouchi", "--help"][..], &["ouchi", "build", "--help"]] {
            let help = told(arguments);
            for english in ["Usage", "Options", "Commands", "Print", "default"] {
                assert!(!help.contains(english), "{english}: {help}");
            }
        }
        assert!(told(&["ouchi", "build", "-h"]).contains("場所（無ければ、いまのフォルダ）"));
    }
}
