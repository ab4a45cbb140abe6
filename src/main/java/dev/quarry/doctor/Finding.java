package dev.quarry.doctor;

/**
 * One line of the report.
 *
 * @param topic what was looked at, in a word or two
 * @param text what was found and, unless it is well, what to change
 */
record Finding(Verdict verdict, String topic, String text) {

    /** How it is. Only trouble makes the doctor fail. */
    enum Verdict {
        OK("ok"),
        WARN("warn"),
        FAIL("FAIL");

        private final String label;

        Verdict(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    static Finding ok(String topic, String text) {
        return new Finding(Verdict.OK, topic, text);
    }

    static Finding warn(String topic, String text) {
        return new Finding(Verdict.WARN, topic, text);
    }

    static Finding fail(String topic, String text) {
        return new Finding(Verdict.FAIL, topic, text);
    }

    static Finding okOr(boolean well, Verdict otherwise, String topic, String text) {
        return new Finding(well ? Verdict.OK : otherwise, topic, text);
    }
}
