package dev.quarry.doctor;

import dev.quarry.postgres.Migrations;
import dev.quarry.postgres.server.ServerVisit;

/** Whether the tables are those of this build. */
final class SchemaExam {
    private static final String TOPIC = "schema";

    private SchemaExam() {}

    static Finding finding(ServerVisit visit) {
        if (!visit.ask(DoctorSql::hasSchemaHistory, Doctor.DEADLINE)) {
            return Finding.ok(TOPIC, "none yet: the next start makes V" + Migrations.NEWEST_VERSION);
        }
        int version = visit.ask(DoctorSql::schemaVersion, Doctor.DEADLINE);
        if (version < Migrations.NEWEST_VERSION) {
            return Finding.warn(
                    TOPIC,
                    "V" + version + ", this build has V" + Migrations.NEWEST_VERSION + ": the next start migrates");
        }
        if (version > Migrations.NEWEST_VERSION) {
            return Finding.warn(
                    TOPIC,
                    "V" + version + ", made by a newer Quarry: this build knows V" + Migrations.NEWEST_VERSION
                            + ". Run the newer one.");
        }
        return Finding.ok(TOPIC, "V" + version + ", nothing pending");
    }
}
