//! tmp
use oneask_intents::{*, bert::*, dataset::*};
fn main() { let (mut tr, mut te) = (vec![], vec![]); for (i, e) in shipped().into_iter().enumerate() { if i % 5 == 0 { te.push(e) } else { tr.push(e) } }
 let t = std::time::Instant::now(); let m = BertClassifier::train(&tr, &TrainingOptions { out_of_scope: Some("out_of_scope".into()), ..Default::default() }).unwrap(); let tt = t.elapsed();
 let t = std::time::Instant::now(); let (mut ok, mut oos, mut no, mut fr, mut n) = (0, 0, 0, 0, 0); for e in &te { let r = m.rank(&e.text); ok += (r.best().label == e.label) as usize; let none = r.top().is_none() as usize; if e.label == "out_of_scope" { no += 1; oos += none } else { n += 1; fr += none } }
 println!("acc {:.4} oos {:.3} fr {:.4} train {tt:?} rate {:.0}", ok as f64 / te.len() as f64, oos as f64 / no as f64, fr as f64 / n as f64, te.len() as f64 / t.elapsed().as_secs_f64()); }
