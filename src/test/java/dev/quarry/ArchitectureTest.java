package dev.quarry;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The arrows between the packages, and the names that say what a class may do. */
class ArchitectureTest {
    private static final String ROOT = "dev.quarry";

    /** From the bottom up: each may import those before it. The root package may import all. */
    private static final List<String> LAYERS = List.of(
            "failure",
            "postgres",
            "embedded",
            "http",
            "role",
            "tenant",
            "chunk",
            "extract",
            "document",
            "embedding",
            "job",
            "inbox",
            "ingest",
            "explorer",
            "search",
            "evaluation",
            "session",
            "mcp",
            "admin",
            "console",
            "health",
            "doctor");

    private static final JavaClasses CLASSES =
            new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests())).importPackages(ROOT);

    private static final DescribedPredicate<JavaClass> RESOURCES = DescribedPredicate.describe(
            "are resources, or within one",
            javaClass -> outermost(javaClass).getSimpleName().endsWith("Resource"));

    @Test
    void the_classes_are_really_seen() {
        assertThat(CLASSES).hasSizeGreaterThan(30);
        assertThat(CLASSES.contain(Quarry.class)).isTrue();
        assertThat(CLASSES.contain(ArchitectureTest.class)).isFalse();
    }

    @Test
    void every_package_has_its_place_in_the_layers() {
        assertThat(CLASSES.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> !name.equals(ROOT))
                        .map(name -> name.substring(ROOT.length() + 1).split("\\.", -1)[0])
                        .distinct())
                .isSubsetOf(LAYERS);
    }

    @ParameterizedTest
    @FieldSource("LAYERS")
    void imports_point_down_only(String layer) {
        Stream<String> above = LAYERS.stream().skip(LAYERS.indexOf(layer) + 1L).map(ArchitectureTest::tree);
        check(noClasses()
                .that()
                .resideInAPackage(tree(layer))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(Stream.concat(above, Stream.of(ROOT)).toArray(String[]::new)));
    }

    @Test
    void packages_make_no_circles() {
        check(slices().matching("dev.quarry.(*)..").should().beFreeOfCycles());
    }

    @Test
    void the_rooms_of_postgres_are_entered_from_above() {
        check(slices().matching("dev.quarry.postgres.(*)..").should().beFreeOfCycles());
        check(noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.quarry.postgres.url..", "dev.quarry.postgres.pool..", "dev.quarry.postgres.server..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.quarry.postgres"));
    }

    @Test
    void only_the_start_of_the_service_knows_the_embedded_server() {
        check(noClasses()
                .that(not(resideInAnyPackage(ROOT, tree("embedded"))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(tree("embedded")));
    }

    @Test
    void failures_know_nothing_of_the_outside() {
        check(noClasses()
                .that()
                .resideInAPackage(tree("failure"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta..", "io.vertx..", "io.quarkus.."));
    }

    @Test
    void only_resources_and_what_they_share_speak_http() {
        check(noClasses()
                .that(not(resideInAPackage(tree("http"))))
                .and(not(RESOURCES))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.ws.rs.."));
    }

    @Test
    void there_is_one_door_to_a_pooled_connection() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(tree("postgres"))
                .should()
                .dependOnClassesThat(
                        assignableTo("io.vertx.sqlclient.Pool").or(assignableTo("io.vertx.mutiny.sqlclient.Pool"))));
    }

    @Test
    void jdbc_connections_are_for_the_owner_of_the_tables_and_the_embedded_server() {
        check(noClasses()
                .that(not(resideInAnyPackage(tree("postgres"), tree("embedded"))))
                .should()
                .dependOnClassesThat()
                .haveNameMatching("javax\\.sql\\.DataSource|java\\.sql\\.DriverManager"));
    }

    @Test
    void statements_are_static_functions_of_a_final_class() {
        check(classes().that().haveSimpleNameEndingWith("Sql").should().haveModifier(JavaModifier.FINAL));
        check(methods()
                .that()
                .areDeclaredInClassesThat()
                .haveSimpleNameEndingWith("Sql")
                .should()
                .beStatic());
    }

    @Test
    void no_class_or_package_is_a_drawer_for_everything() {
        check(noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Helpers)"));
        check(noClasses().should().resideInAnyPackage("..util..", "..common..", "..dto..", "..model.."));
    }

    @Test
    void every_package_marks_what_may_be_null() {
        assertThat(CLASSES.stream().map(JavaClass::getPackage).distinct())
                .allSatisfy(somePackage -> assertThat(somePackage.isAnnotatedWith(NullMarked.class))
                        .as(somePackage.getName())
                        .isTrue());
    }

    private static JavaClass outermost(JavaClass javaClass) {
        return javaClass.getEnclosingClass().map(ArchitectureTest::outermost).orElse(javaClass);
    }

    private static String tree(String layer) {
        return ROOT + "." + layer + "..";
    }

    /** A package or a kind of class that does not exist yet breaks nothing. */
    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(CLASSES);
    }
}
