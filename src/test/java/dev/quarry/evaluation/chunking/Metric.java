package dev.quarry.evaluation.chunking;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A figure of a row, by the name that the table and requirements have for it. */
enum Metric {
    RECALL("recall"),
    PRECISION("precision"),
    IOU("iou"),
    BUDGET_RECALL("budget-recall"),
    BUDGET_PRECISION("budget-precision"),
    BUDGET_IOU("budget-iou"),
    PRECISION_OMEGA("precision-omega");

    private final String label;

    Metric(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    double of(Row row) {
        return switch (this) {
            case RECALL -> row.first().recall();
            case PRECISION -> row.first().precision();
            case IOU -> row.first().iou();
            case BUDGET_RECALL -> row.budget().recall();
            case BUDGET_PRECISION -> row.budget().precision();
            case BUDGET_IOU -> row.budget().iou();
            case PRECISION_OMEGA -> row.precisionOmega();
        };
    }

    static Optional<Metric> labelled(String label) {
        return Arrays.stream(values())
                .filter(metric -> metric.label.equals(label))
                .findFirst();
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(Metric::label).toList();
    }
}
