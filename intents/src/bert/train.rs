//! Training from scratch.

use std::sync::{Arc, Mutex};

use oneask_corpus::text::fold;
use rust_bert::bert::BertConfig;
use tch::{
    Tensor,
    nn::{self, OptimizerConfig},
};

use super::{
    BertClassifier, BertError, Origin,
    network::{Network, alone},
    tokenizer::vocabulary,
};
use crate::{
    calibration::{Calibration, HeldOut},
    classifier::TrainingOptions,
    dataset::{Example, fingerprint},
    labels::Labels,
    random::{Random, folds},
};

/// Examples of a step.
const BATCH: usize = 32;
/// Times that every example is seen.
const N_EPOCHS: usize = 15;
/// So that a handful of examples is learnt, too.
const LEAST_STEPS: usize = 150;
const LEARNING_RATE: f64 = 1e-3;
const WEIGHT_DECAY: f64 = 0.01;
/// The share of the steps in which the learning rate rises to its full height.
const WARM_UP: f64 = 0.1;
/// One fold of so many is held out for the confidences.
const N_FOLDS: usize = 10;

pub(super) fn train(examples: &[Example], options: &TrainingOptions) -> Result<BertClassifier, BertError> {
    let labels = Labels::of(examples, options.out_of_scope.as_deref())?;
    let texts: Vec<String> = examples.iter().map(|example| fold(&example.text)).collect();
    let vocabulary = vocabulary(texts.iter().map(String::as_str));

    let _alone = alone();
    tch::manual_seed(options.seed.cast_signed());
    let mut network = Network::new(config(&labels.names, vocabulary.len()), vocabulary, true)?;
    initialize(&network);

    let folds = folds(&labels.of_examples, N_FOLDS, options.seed);
    let encoded: Vec<Vec<i64>> = texts.iter().map(|text| network.encode(text)).collect();
    let (outside, inside): (Vec<usize>, Vec<usize>) = (0..examples.len()).partition(|&example| folds[example] == 0);
    learn(&network, &encoded, &labels.of_examples, inside, options.seed)?;
    network.variables.freeze();

    let held_out: Vec<HeldOut> =
        outside.into_iter().map(|example| HeldOut { scores: network.scores(&encoded[example]), label: labels.of_examples[example] }).collect();
    Ok(BertClassifier {
        calibration: Calibration::fit(&held_out, labels.out_of_scope, options),
        labels: Arc::from(labels.names),
        network: Mutex::new(network),
        origin: Origin::Here { data_fingerprint: fingerprint(examples) },
    })
}

/// Two layers of 128: half a million weights besides the vocabulary, so that a step takes milliseconds.
fn config(labels: &[String], vocab_size: usize) -> BertConfig {
    BertConfig {
        hidden_size: 128,
        intermediate_size: 512,
        num_attention_heads: 2,
        num_hidden_layers: 2,
        // Questions are short; what is longer is cut.
        max_position_embeddings: 128,
        vocab_size: vocab_size as i64,
        id2label: Some((0..).zip(labels.iter().cloned()).collect()),
        label2id: Some(labels.iter().cloned().zip(0..).collect()),
        ..BertConfig::default()
    }
}

/// Weights as BERT begins with: rust-bert leaves libtorch's, and does not learn from them in so few steps.
fn initialize(network: &Network) {
    tch::no_grad(|| {
        let mut variables: Vec<(String, Tensor)> = network.variables.variables().into_iter().collect();
        // A map has no order, and the generator's numbers go to whom asks first.
        variables.sort_by(|a, b| a.0.cmp(&b.0));
        for (name, mut variable) in variables {
            if variable.dim() == 2 {
                let _ = variable.normal_(0.0, f64::from(network.config.initializer_range));
            } else if name.ends_with("bias") {
                let _ = variable.zero_();
            }
        }
    });
}

/// AdamW over shuffled batches, with a learning rate that rises and then falls to nothing.
fn learn(network: &Network, texts: &[Vec<i64>], labels: &[usize], mut examples: Vec<usize>, seed: u64) -> Result<(), BertError> {
    let n_batches = examples.len().div_ceil(BATCH);
    let n_steps = (n_batches * N_EPOCHS).max(LEAST_STEPS);
    let mut optimizer = nn::AdamW::default().build(&network.variables, LEARNING_RATE)?;
    optimizer.set_weight_decay(WEIGHT_DECAY);
    let mut random = Random::new(seed);
    let mut step = 0;
    while step < n_steps {
        random.shuffle(&mut examples);
        for batch in examples.chunks(BATCH).take(n_steps - step) {
            let done = step as f64 / n_steps as f64;
            optimizer.set_lr(LEARNING_RATE * (done / WARM_UP).min((1.0 - done) / (1.0 - WARM_UP)));
            let encoded: Vec<&Vec<i64>> = batch.iter().map(|&example| &texts[example]).collect();
            let (ids, mask) = network.batch(&encoded);
            let targets: Vec<i64> = batch.iter().map(|&example| labels[example] as i64).collect();
            let loss = network.forward(&ids, &mask, true).cross_entropy_for_logits(&Tensor::of_slice(&targets));
            optimizer.backward_step_clip_norm(&loss, 1.0);
            step += 1;
        }
    }
    Ok(())
}
