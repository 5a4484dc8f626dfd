"""Writes cross_check.json: predictions with what scikit-learn and trec_eval make of them.

pip install scikit-learn pytrec_eval-terrier; python cross_check.py > cross_check.json
"""
import json
import random

import numpy
import pytrec_eval
import sklearn
from sklearn.metrics import accuracy_score, f1_score, precision_recall_fscore_support, roc_auc_score

random.seed(1823)
labels = ["form_search", "procedure_fee", "weather_current", "greeting", "out_of_scope"]
weights = [9, 5, 3, 2, 1]
truth = random.choices(labels, weights, k=240)
# Wrong one time in four, and more often towards the first label, so that nothing is symmetric.
predicted = [t if random.random() > 0.25 else random.choices(labels, [6, 1, 1, 1, 2])[0] for t in truth]
confidence = [round(random.betavariate(6, 2) if t == p else random.betavariate(3, 3), 3) for t, p in zip(truth, predicted)]
precision, recall, f1, support = precision_recall_fscore_support(truth, predicted, labels=labels, zero_division=0)
outside = [t == "out_of_scope" for t in truth]
# Rounded coarsely: ties count half.
doubt = [round(1 - c + (0.3 if o else 0), 1) for c, o in zip(confidence, outside)]
right = numpy.array([t == p for t, p in zip(truth, predicted)], dtype=float)
bins = numpy.minimum((numpy.array(confidence) * 10).astype(int), 9)
ece = sum((bins == b).mean() * abs(right[bins == b].mean() - numpy.array(confidence)[bins == b].mean()) for b in set(bins))

qrels, run = {}, {}
for q in range(30):
    documents = [f"d{d}" for d in range(40)]
    relevant = random.sample(documents, random.randint(1, 6))
    qrels[f"q{q}"] = {d: random.choice([1, 1, 2, 3]) for d in relevant} | {random.choice([d for d in documents if d not in relevant]): 0}
    ranked = random.sample(documents, 20)
    if q % 3 == 0:  # Some questions are easy.
        ranked = relevant[:1] + [d for d in ranked if d != relevant[0]]
    run[f"q{q}"] = {d: 20.0 - i for i, d in enumerate(ranked)}
cut = {q: dict(list(r.items())[:10]) for q, r in run.items()}
measures = {"recall_1,3,10", "ndcg_cut_10", "success_1,3,10"}
evaluated = pytrec_eval.RelevanceEvaluator(qrels, measures).evaluate(run)
rr = pytrec_eval.RelevanceEvaluator(qrels, {"recip_rank"}).evaluate(cut)
names = ["recall_1", "recall_3", "recall_10", "success_1", "success_3", "success_10", "ndcg_cut_10"]
ranking = {name: float(numpy.mean([e[name] for e in evaluated.values()])) for name in names}
ranking["recip_rank_10"] = float(numpy.mean([e["recip_rank"] for e in rr.values()]))

print(json.dumps({
    "made_by": f"scikit-learn {sklearn.__version__}, trec_eval through pytrec_eval-terrier",
    "labels": {
        "truth": truth, "predicted": predicted, "confidence": confidence, "doubt": doubt,
        "accuracy": accuracy_score(truth, predicted),
        "macro_f1": f1_score(truth, predicted, average="macro"),
        "per_label": {l: [p, r, f, int(s)] for l, p, r, f, s in zip(labels, precision, recall, f1, support)},
        "auroc": roc_auc_score(outside, doubt),
        "ece": float(ece),
    },
    "ranking": {"qrels": qrels, "run": {q: list(r) for q, r in run.items()}, "expected": ranking},
}, separators=(",", ":")))
