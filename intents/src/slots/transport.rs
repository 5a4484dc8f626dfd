//! Routes and stops of buses and minibuses. A route number is any short code, so it counts only where the utterance speaks
//! of transport.

use std::{ops::Range, sync::LazyLock};

use oneask_corpus::text::Span;
use regex::Regex;

use super::{
    pattern::pattern,
    slot::{Slot, Text, overlaps},
};

static CONTEXT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "巴士|小巴|專線|路線|路綫|號車|號線|幾時到|幾時嚟|幾耐到|幾耐先到|幾多分鐘|幾分鐘|到站|到咗|開咗未|幾點開|嚟緊|班次|下班|下一班|尾班|頭班|有車|幾點有|",
        "什么时候到|几点到|多久到|多久一班|脫班|過海|輕鐵|電車|九巴|城巴|新巴|龍運|嶼巴|架車|搭|坐|乘|等緊|等咗|",
        r"(?-u:\b)(?:bus|buses|minibus|minibuses|gmb|kmb|citybus|nwfb|route|eta|arriv(?:e|es|al|ing)|coming|next [a-z]?[0-9]+[a-z]?|tram|ferry|light rail)(?-u:\b)",
    ))
});

/// What is said of transport and of other things that are waited for; beside it only a code with a letter is a route, or a
/// number after "the", "next" or "last".
static WAITING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "冇車|多遠|到哪|到邊|去咗邊|還要多久|仲要幾耐|何時會?到|幾時有|遲遲|怎麼還|點解仲未|一直沒來|多少分鐘|幾多 ?min|",
        r"(?-u:\b)(?:mins?|minutes until|how far|has the|where is|turn up|left yet|soon|last|reach|waiting)(?-u:\b)",
    ))
});

/// Whether an utterance speaks of transport.
pub(super) fn is_context(normalized: &str) -> bool {
    CONTEXT.is_match(normalized)
}

/// The route of an utterance about transport, in capitals; `taken` is where a form number stands.
pub(super) fn route(text: &Text<'_>, taken: Option<Span>) -> Option<Slot<String>> {
    static ROUTE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?-u:\b)[a-z]{0,2}[0-9]{1,3}[a-z]{0,2}(?-u:\b)"));
    /// What a number is followed by where it counts or names something else.
    static NOT_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^ ?(?:分鐘|分|點|時|月|日|天|年|歲|蚊|元|個|次|位|站|折|號?風球|號?波|%|[-/:.][0-9]|(?:minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|am|pm|dollars?|people|stops?)(?-u:\b))",
        )
    });
    let normalized = text.as_str();
    let certain = is_context(normalized);
    if !certain && !WAITING.is_match(normalized) {
        return None;
    }
    ROUTE.find_iter(normalized).find_map(|found| {
        let code = found.as_str();
        let range: Range<usize> = found.range();
        let before = normalized[..range.start].chars().next_back();
        let is_part = matches!(before, Some('$' | '-' | '/' | '.' | ':' | '(' | '第'));
        let is_ordinal = ["st", "nd", "rd", "th", "am", "pm"].iter().any(|ending| code.ends_with(ending));
        let is_clear = certain
            || code.bytes().any(|byte| byte.is_ascii_alphabetic())
            || ["the ", "next ", "last "].iter().any(|word| normalized[..range.start].ends_with(word));
        if !is_clear || is_part || is_ordinal || NOT_BEFORE.is_match(&normalized[range.end..]) {
            return None;
        }
        let slot = text.slot(range, code.to_ascii_uppercase());
        taken.as_ref().is_none_or(|taken| !overlaps(taken, &slot.span)).then_some(slot)
    })
}

/// The stop or station that the citizen says to be at, as it was typed.
pub(super) fn stop(text: &Text<'_>) -> Option<Slot<String>> {
    static STOP: LazyLock<Regex> = LazyLock::new(|| {
        pattern(concat!(
            r"(?:喺|在|響|由|從|到|去|於)(?<zh>[\p{Han}a-z0-9]{1,12}?)(?:巴士|小巴|港鐵|地鐵)?(?:車)?站|",
            r"(?-u:\b)(?:at|from|near)(?: the)? (?<en>[a-z][a-z' ]{1,40}?)(?: bus| mtr| minibus)? (?:stop|station|terminus)(?-u:\b)",
        ))
    });
    let captures = STOP.captures(text.as_str())?;
    let name = captures.name("zh").or_else(|| captures.name("en"))?;
    let is_question = ["边", "哪", "几", "呢个", "这个", "咗", "未", "离"].iter().any(|word| name.as_str().contains(word))
        || ["the", "this", "my", "which", "bus"].iter().any(|word| name.as_str().starts_with(word));
    (!is_question).then(|| text.slot(name.range(), text.typed(name.range()).to_owned()))
}
