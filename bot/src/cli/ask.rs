//! `oneask ask`: one answer, a chat, or lines of JSON.

use std::{
    collections::HashMap,
    io::{BufRead, IsTerminal, Write, stdin, stdout},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use anyhow::Result;
use arc_swap::ArcSwap;
use clap::Args;
use jiff::{Timestamp, civil::Date, tz};
use oneask_corpus::text::Utterance;
use serde::{Deserialize, Serialize};

use super::{Outcome, Usage, WeatherArgs, recorded_weather, say, world};
use crate::{
    Assistant, Input, Session, World,
    config::Config,
    data::{ClassifierKind, DataDirectory},
    weather::{self, PollConfig, Weather},
    wire::{Decision, Part, Reply},
};

/// The longest line of JSON that is read, in bytes: as long as a frame of the socket.
const MAX_LINE_BYTES: usize = 64 * 1024;

#[derive(Debug, Args)]
pub(super) struct AskArgs {
    /// The question. Without one on a terminal, a chat begins.
    text: Vec<String>,
    /// Reads lines `{"id","session"?,"text"}` and writes one reply per line, in order.
    #[arg(long)]
    json: bool,
    /// A fixed clock, as 2026-03-22T17:30:00+08:00.
    #[arg(long, value_name = "RFC3339")]
    now: Option<Timestamp>,
    /// What was, or will be, in force on a day: the release of that day, and a clock that stands at its noon.
    #[arg(long, value_name = "DATE", conflicts_with = "now")]
    as_of: Option<Date>,
    /// Shows how the scores of the ranked list came about.
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    weather: WeatherArgs,
}

pub(super) fn run(data: &DataDirectory, classifier: ClassifierKind, args: &AskArgs) -> Result<Outcome> {
    let (assistant, _) = match args.as_of {
        Some(day) => data.assistant_as_of(classifier, day)?,
        None => data.assistant(classifier)?,
    };
    let now = args.now.or_else(|| args.as_of.and_then(noon));
    let weather = recorded_weather(&args.weather)?;
    if args.json {
        return lines(&assistant, || world(now, &weather));
    }
    if args.weather.weather.is_none() && !args.weather.offline {
        follow_observatory(&Config::load(data.path())?.weather.url, Arc::clone(&weather))?;
    }
    let text = args.text.join(" ");
    if !text.trim().is_empty() {
        let utterance = Utterance::parse(&text).map_err(|error| Usage(error.to_string()))?;
        if args.explain {
            for (id, explanation) in assistant.explain(&utterance, &world(now, &weather))? {
                say(&format!("{id}\n  {explanation}"))?;
            }
        }
        let input = Input::Utterance(utterance);
        let mut turn = assistant.respond(&Session::default(), &input, &world(now, &weather))?;
        let waits_for_weather = turn.reply.decision == Decision::Fallback && turn.reply.intent.as_deref().is_some_and(|intent| intent.starts_with("weather"));
        if waits_for_weather && args.weather.weather.is_none() && !args.weather.offline {
            await_observatory(&weather);
            turn = assistant.respond(&Session::default(), &input, &world(now, &weather))?;
        }
        say(&turn.reply.text)?;
        return Ok(Outcome::Done);
    }
    if stdin().is_terminal() {
        chat(&assistant, || world(now, &weather))
    } else {
        Err(Usage("ask what? Give a question, or --json to read lines of JSON from standard input".into()).into())
    }
}

/// Noon of a day in Hong Kong.
fn noon(day: Date) -> Option<Timestamp> {
    tz::offset(8).to_timestamp(day.at(12, 0, 0, 0)).ok()
}

/// Fetches the Observatory's feed in the background for as long as the program runs.
fn follow_observatory(url: &str, weather: Arc<ArcSwap<Weather>>) -> Result<()> {
    let poll = PollConfig { base_url: url.to_owned(), ..PollConfig::default() };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    thread::spawn(move || runtime.block_on(weather::poll(poll, weather, std::future::pending())));
    Ok(())
}

/// Waits until the first bulletins are there, or as long as one fetch may take.
fn await_observatory(weather: &ArcSwap<Weather>) {
    let until = Instant::now() + PollConfig::default().timeout;
    let before = weather.load_full();
    while Arc::ptr_eq(&before, &weather.load()) && Instant::now() < until {
        thread::sleep(Duration::from_millis(50));
    }
    // The others of the first round come at the same time.
    thread::sleep(Duration::from_millis(500));
}

/// A chat: a number presses the choice of that number.
fn chat(assistant: &Assistant, world: impl Fn() -> World) -> Result<Outcome> {
    say("一問通 OneAsk · 用自己的話問，輸入 q 離開。Ask in your own words, q to leave.")?;
    let mut session = Session::default();
    let mut choices: Vec<String> = Vec::new();
    loop {
        write!(stdout(), "\n> ")?;
        stdout().flush()?;
        let mut line = String::new();
        if stdin().lock().read_line(&mut line)? == 0 || matches!(line.trim(), "q" | "quit" | "exit") {
            return Ok(Outcome::Done);
        }
        let pressed = line.trim().parse::<usize>().ok().and_then(|n| choices.get(n.wrapping_sub(1)).cloned());
        let input = match pressed {
            Some(payload) => Input::Choice(payload),
            None => match Utterance::parse(&line) {
                Ok(utterance) => Input::Utterance(utterance),
                Err(error) => {
                    say(&error.to_string())?;
                    continue;
                }
            },
        };
        let turn = assistant.respond(&session, &input, &world())?;
        say(&turn.reply.text)?;
        if !turn.reply.suggestions.is_empty() {
            say(&format!("  › {}", turn.reply.suggestions.join("  › ")))?;
        }
        choices = offered(&turn.reply);
        session = turn.session;
    }
}

fn offered(reply: &Reply) -> Vec<String> {
    reply
        .parts
        .iter()
        .filter_map(|part| match part {
            Part::Choices { items } => Some(items.iter().map(|choice| choice.payload.clone())),
            _ => None,
        })
        .flatten()
        .collect()
}

#[derive(Deserialize)]
struct Line {
    id: String,
    #[serde(default)]
    session: Option<String>,
    text: String,
}

#[derive(Serialize)]
struct BadLine {
    id: Option<String>,
    error: LineError,
}

#[derive(Serialize)]
struct LineError {
    code: &'static str,
    message: String,
}

/// Lines of JSON in, replies out. A line that cannot be read gives an error object, the rest runs, and the exit code
/// is 1.
fn lines(assistant: &Assistant, world: impl Fn() -> World) -> Result<Outcome> {
    let mut sessions: HashMap<String, Session> = HashMap::new();
    let mut outcome = Outcome::Done;
    let mut input = stdin().lock();
    let mut output = std::io::BufWriter::new(stdout().lock());
    let mut bytes = Vec::new();
    while read_line(&mut input, &mut bytes)? {
        if bytes.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match answer(assistant, &mut sessions, &bytes, &world) {
            Ok(reply) => serde_json::to_writer(&mut output, &reply)?,
            Err(bad) => {
                outcome = Outcome::CheckFailed;
                serde_json::to_writer(&mut output, &bad)?;
            }
        }
        output.write_all(b"\n")?;
        // A program on the other end waits for each reply before it asks again.
        output.flush()?;
    }
    output.flush()?;
    Ok(outcome)
}

/// One line without its end, cut off a little after the limit; false at the end of the input.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> std::io::Result<bool> {
    line.clear();
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(!line.is_empty());
        }
        let end = buffer.iter().position(|&b| b == b'\n');
        let taken = end.unwrap_or(buffer.len());
        // Past the limit the rest of the line is read and dropped.
        let room = (MAX_LINE_BYTES + 1).saturating_sub(line.len());
        line.extend_from_slice(&buffer[..taken.min(room)]);
        input.consume(taken + usize::from(end.is_some()));
        if end.is_some() {
            return Ok(true);
        }
    }
}

fn answer(assistant: &Assistant, sessions: &mut HashMap<String, Session>, bytes: &[u8], world: &impl Fn() -> World) -> Result<Reply, BadLine> {
    let bad = |id: Option<String>, code, message: String| BadLine { id, error: LineError { code, message } };
    if bytes.len() > MAX_LINE_BYTES {
        return Err(bad(None, "too_long", format!("the line has more than {MAX_LINE_BYTES} bytes")));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| bad(None, "bad_utf8", format!("the line is not UTF-8 from byte {} on", error.valid_up_to() + 1)))?;
    let line: Line = serde_json::from_str(text).map_err(|error| bad(None, "bad_json", format!("the line is not {{\"id\",\"session\"?,\"text\"}}: {error}")))?;
    let utterance = Utterance::parse(&line.text).map_err(|error| bad(Some(line.id.clone()), "bad_utterance", error.to_string()))?;
    let name = line.session.clone();
    let session = name.as_ref().and_then(|name| sessions.get(name)).cloned().unwrap_or_default();
    let turn =
        assistant.respond(&session, &Input::Utterance(utterance), &world()).map_err(|error| bad(Some(line.id.clone()), "internal", error.to_string()))?;
    let mut reply = turn.reply;
    reply.session = name.clone().unwrap_or_else(|| line.id.clone());
    reply.id = line.id;
    if let Some(name) = name {
        sessions.insert(name, turn.session);
    }
    Ok(reply)
}
