//! The files of trec_eval: judgements as `question iteration document grade`, runs as `question Q0 document rank score tag`.

use std::{fmt::Write as _, fs, path::Path};

use anyhow::{Context, Result, bail};

use super::{Qrels, Run};

/// Reads judgements.
///
/// # Errors
/// When the file cannot be read or a row has not its four fields.
pub(crate) fn read_qrels(path: &Path) -> Result<Qrels> {
    let mut qrels = Qrels::new();
    each_row(path, |fields| {
        let [question, _iteration, document, grade] = fields[..] else { bail!("a row has question, iteration, document and grade") };
        let grade = grade.parse().with_context(|| format!("the grade `{grade}` is not a whole number"))?;
        qrels.entry(question.to_owned()).or_default().push((document.to_owned(), grade));
        Ok(())
    })?;
    Ok(qrels)
}

/// Reads a run. As in trec_eval the score decides the order and not the rank; documents of the same score go by their name,
/// last first.
///
/// # Errors
/// When the file cannot be read or a row has not its six fields.
pub(crate) fn read_run(path: &Path) -> Result<Run> {
    let mut run = Run::new();
    each_row(path, |fields| {
        let [question, _q0, document, _rank, score, _tag] = fields[..] else { bail!("a row has question, Q0, document, rank, score and tag") };
        let score: f64 = score.parse().with_context(|| format!("the score `{score}` is not a number"))?;
        run.entry(question.to_owned()).or_default().push((document.to_owned(), score));
        Ok(())
    })?;
    for found in run.values_mut() {
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| b.0.cmp(&a.0)));
    }
    Ok(run)
}

/// A run as text; ranks from 1, white space in ids written as `_`, as fields are divided by it.
pub(crate) fn write_run<'r>(found: impl IntoIterator<Item = (&'r str, &'r [(String, f64)])>) -> String {
    let mut text = String::new();
    let field = |id: &str| id.split_whitespace().collect::<Vec<_>>().join("_");
    for (question, ranked) in found {
        for (rank, (document, score)) in (1..).zip(ranked) {
            writeln!(text, "{} Q0 {} {rank} {score} oneask", field(question), field(document)).expect("a string takes what is written");
        }
    }
    text
}

fn each_row(path: &Path, mut take: impl FnMut(Vec<&str>) -> Result<()>) -> Result<()> {
    let text = fs::read_to_string(path).with_context(|| format!("`{}`", path.display()))?;
    for (i, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        take(line.split_whitespace().collect()).with_context(|| format!("{}:{}", path.display(), i + 1))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn testdata(file: &str) -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(file)
    }

    #[test]
    fn scores_and_not_ranks_order_a_run() {
        let run = read_run(&testdata("run.txt")).unwrap();
        assert_eq!(run["q1"], [("d2".to_owned(), 9.5), ("d1".to_owned(), 0.5)]);
        assert_eq!(read_qrels(&testdata("qrels.txt")).unwrap()["q2"], [("d3".to_owned(), 1), ("d2".to_owned(), 1)]);
    }

    #[test]
    fn what_is_written_is_read_again() {
        let found = vec![("a b".to_owned(), 2.5), ("c".to_owned(), 1.0)];
        let text = write_run([("q1", found.as_slice())]);
        assert_eq!(text, "q1 Q0 a_b 1 2.5 oneask\nq1 Q0 c 2 1 oneask\n");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run.txt");
        fs::write(&path, text).unwrap();
        assert_eq!(read_run(&path).unwrap()["q1"], [("a_b".to_owned(), 2.5), ("c".to_owned(), 1.0)]);
        fs::write(&path, "q1 Q0 a 1\n").unwrap();
        assert!(format!("{:#}", read_run(&path).unwrap_err()).contains("run.txt:1: a row has"));
    }
}
