//! The network: a tokenizer, weights, and their configuration. No labels by name and no confidences.

use std::sync::{Mutex, MutexGuard, PoisonError};

use rust_bert::bert::{BertConfig, BertForSequenceClassification};
use tch::{Device, Tensor, nn::VarStore};
use tokenizers::Tokenizer;

use super::{
    BertError, first_line,
    tokenizer::{PADDING, SPECIAL, tokenizer},
};

/// Holds off others who draw random numbers, until it is dropped: libtorch has one generator for all threads, a new network
/// draws its first weights from it, and a training that is to follow its seed must be alone.
pub(super) fn alone() -> MutexGuard<'static, ()> {
    static GENERATOR: Mutex<()> = Mutex::new(());
    GENERATOR.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A network on the processor.
pub(super) struct Network {
    pub(super) config: BertConfig,
    pub(super) vocabulary: Vec<String>,
    pub(super) lower_case: bool,
    pub(super) variables: VarStore,
    model: BertForSequenceClassification,
    tokenizer: Tokenizer,
    padding: i64,
    /// The numbers of the tokens that say nothing.
    empty_tokens: Vec<i64>,
}

impl Network {
    /// A network with the weights that libtorch begins with; to be called [`alone`].
    ///
    /// # Errors
    /// What of the configuration or the vocabulary cannot be used: the network would abort on it later.
    pub(super) fn new(config: BertConfig, vocabulary: Vec<String>, lower_case: bool) -> Result<Self, NetworkError> {
        let sizes = [
            ("hidden_size", config.hidden_size),
            ("intermediate_size", config.intermediate_size),
            ("num_attention_heads", config.num_attention_heads),
            ("num_hidden_layers", config.num_hidden_layers),
            ("type_vocab_size", config.type_vocab_size),
            ("vocab_size", config.vocab_size),
        ];
        if let Some((name, size)) = sizes.into_iter().find(|(_, size)| !(1..=1 << 24).contains(size)) {
            return Err(NetworkError::Config(format!("`{name}` is {size}")));
        }
        if config.hidden_size % config.num_attention_heads != 0 {
            let reason = format!("`hidden_size` {} is no multiple of `num_attention_heads` {}", config.hidden_size, config.num_attention_heads);
            return Err(NetworkError::Config(reason));
        }
        let max_tokens = usize::try_from(config.max_position_embeddings).ok().filter(|&n| n > 2);
        let max_tokens = max_tokens.ok_or_else(|| NetworkError::Config(format!("`max_position_embeddings` is {}", config.max_position_embeddings)))?;
        if vocabulary.len() as i64 > config.vocab_size {
            let reason = format!("{} tokens, `vocab_size` in config.json is {}", vocabulary.len(), config.vocab_size);
            return Err(NetworkError::Vocabulary(reason));
        }
        let tokenizer = tokenizer(&vocabulary, lower_case, max_tokens).map_err(NetworkError::Vocabulary)?;
        let padding = tokenizer.token_to_id(PADDING).map_or(0, i64::from);
        let empty_tokens = SPECIAL.iter().filter_map(|token| tokenizer.token_to_id(token)).map(i64::from).collect();
        let variables = VarStore::new(Device::Cpu);
        let model = BertForSequenceClassification::new(variables.root(), &config).map_err(|error| NetworkError::Config(first_line(&error)))?;
        Ok(Self { config, vocabulary, lower_case, variables, model, tokenizer, padding, empty_tokens })
    }

    /// The score of each label for a text of these tokens.
    pub(super) fn scores(&self, tokens: &[i64]) -> Vec<f32> {
        let (ids, mask) = self.batch(&[tokens]);
        let logits = tch::no_grad(|| self.forward(&ids, &mask, false));
        Vec::<f32>::from(&logits.view([-1]))
    }

    /// The token numbers of a text; a text that cannot be cut is empty.
    pub(super) fn encode(&self, text: &str) -> Vec<i64> {
        self.tokenizer.encode(text, true).map_or_else(|_| vec![self.padding], |encoding| encoding.get_ids().iter().map(|&id| i64::from(id)).collect())
    }

    /// Whether any of these tokens is more than a mark that every text has, or one that stands for whatever is unknown.
    pub(super) fn knows_any(&self, tokens: &[i64]) -> bool {
        tokens.iter().any(|token| !self.empty_tokens.contains(token))
    }

    /// Texts side by side, padded to the longest, and a mask of what is text.
    pub(super) fn batch(&self, texts: &[impl AsRef<[i64]>]) -> (Tensor, Tensor) {
        let length = texts.iter().map(|text| text.as_ref().len()).max().unwrap_or_default();
        let (mut ids, mut mask) = (Vec::with_capacity(texts.len() * length), Vec::with_capacity(texts.len() * length));
        for text in texts.iter().map(AsRef::as_ref) {
            ids.extend_from_slice(text);
            ids.resize(ids.len() + length - text.len(), self.padding);
            mask.resize(mask.len() + text.len(), 1_i64);
            mask.resize(ids.len(), 0);
        }
        let shape = [texts.len() as i64, length as i64];
        (Tensor::of_slice(&ids).view(shape), Tensor::of_slice(&mask).view(shape))
    }

    /// The scores of a batch, one row a text.
    pub(super) fn forward(&self, ids: &Tensor, mask: &Tensor, training: bool) -> Tensor {
        self.model.forward_t(Some(ids), Some(mask), None, None, None, training).logits
    }
}

/// Which file of a folder is at fault, and why.
#[derive(Debug)]
pub(super) enum NetworkError {
    Config(String),
    Vocabulary(String),
}

impl From<NetworkError> for BertError {
    /// For a network that is made here, where no file is at fault.
    fn from(error: NetworkError) -> Self {
        let (NetworkError::Config(reason) | NetworkError::Vocabulary(reason)) = error;
        Self::Torch(reason)
    }
}
