//! Times the reader on a made-up table and on a batch of objects: `cargo run --release -p meshi-partner-reader
//! --example speed`.
#![allow(clippy::print_stdout, reason = "printing is what it is for")]
#![allow(clippy::cast_precision_loss, reason = "figures for reading")]

use std::fmt::Write as _;
use std::time::Instant;

use meshi_partner_core::attendee::read_batch;
use meshi_partner_reader::{Options, Reader, Rejection, Row, Sink, Warning};

#[derive(Default)]
struct Count {
    rows: u64,
    bytes: usize,
    rejected: u64,
}

impl Sink for Count {
    fn row(&mut self, row: Row<'_>) {
        self.rows += 1;
        self.bytes += row.json.len();
    }
    fn reject(&mut self, _: Rejection) {
        self.rejected += 1;
    }
    fn warn(&mut self, _: Warning) {
        self.rejected += 1;
    }
}

fn table(rows: usize) -> String {
    let mut text =
        String::from("Attendee #,First Name,Last Name,Email,Job Title,Company,LinkedIn URL,Interests\n");
    for row in 0..rows {
        let _ = writeln!(
            text,
            "a{row},Ada{row},Lovelace,ada.{row}@example.com,Head of Analysis,\"Engines, Analytical\",linkedin.com/in/ada{row},mathematics; poetry"
        );
    }
    text
}

fn objects(rows: usize) -> String {
    let object = |row| {
        format!(
            r#"{{"attendee_id":"a{row}","name":"Ada Lovelace","email":"ada.{row}@example.com","title":"Head of Analysis","company":"Analytical Engines","raw":{{"interests":["mathematics","poetry"],"ticket":{row}}}}}"#
        )
    };
    format!("[{}]", (0..rows).map(object).collect::<Vec<_>>().join(","))
}

fn median(what: &str, bytes: usize, mut work: impl FnMut() -> Count) {
    let mut times: Vec<_> = (0..21)
        .map(|_| {
            let start = Instant::now();
            let count = work();
            assert!(count.rejected == 0 && count.bytes > 0, "the input is in order");
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    if let Some(time) = times.get(times.len() / 2) {
        let seconds = time.as_secs_f64();
        println!(
            "{what}: {:.2} ms, {:.0} MB/s",
            seconds * 1e3,
            bytes as f64 / 1e6 / seconds
        );
    }
}

fn main() {
    let text = table(50_000);
    for chunk in [text.len(), 65_536] {
        median(
            &format!("50 000 rows, chunks of {chunk} bytes"),
            text.len(),
            || {
                let mut count = Count::default();
                let Ok(mut reader) = Reader::new(Options::default()) else {
                    return count;
                };
                let read = text
                    .as_bytes()
                    .chunks(chunk)
                    .all(|chunk| reader.push(chunk, &mut count).is_ok());
                assert!(read && reader.finish(&mut count).is_ok(), "the input is in order");
                count
            },
        );
    }
    let batch = objects(5_000);
    median("5 000 objects", batch.len(), || {
        let mut count = Count::default();
        assert_eq!(read_batch(&batch, 1, &mut count), Ok(5_000));
        count
    });
}
