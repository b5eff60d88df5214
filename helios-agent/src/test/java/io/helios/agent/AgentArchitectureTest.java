package io.helios.agent;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.helios.agent.status.StatusDeriver;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AgentArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.helios.agent");

  /** What is decided here; everything else gathers facts or carries out. */
  private static final DescribedPredicate<JavaClass> PURE =
      DescribedPredicate.describe(
          "pure",
          resideInAnyPackage("io.helios.agent.task", "io.helios.agent.ports")
              .or(
                  DescribedPredicate.describe(
                      "the deriver of statuses",
                      type -> type.getName().startsWith(StatusDeriver.class.getName())))
              .or(
                  DescribedPredicate.describe(
                      "the plan for images",
                      type ->
                          type.getBaseComponentType()
                              .getName()
                              .matches(
                                  "io\\.helios\\.agent\\.image\\."
                                      + "(Image(Plan|Facts|Rules|Use)|Verdict)(\\$.*)?"))));

  @Test
  void decisions_know_values_only() {
    classes()
        .that(are(PURE))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                    "io.helios.model..",
                    "io.helios.agent.runtime",
                    "java.lang..",
                    "java.util..",
                    "java.time..",
                    "org.jspecify..")
                .or(PURE))
        .check(CLASSES);
    noClasses()
        .that(are(PURE))
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .check(CLASSES);
  }

  @Test
  void the_engine_is_known_in_one_place() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.helios.agent.runtime.docker")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.github.dockerjava..")
        .check(CLASSES);
  }

  @Test
  void zookeeper_stays_behind_its_seam() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.zookeeper..", "org.apache.curator..")
        .check(CLASSES);
  }

  @Test
  void time_is_given_not_taken() {
    noClasses()
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .check(CLASSES);
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(Outside.class.getName())
        .should()
        .callMethod(Clock.class, "systemUTC")
        .check(CLASSES);
  }

  @Test
  void only_the_main_class_ends_the_process() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(AgentMain.class.getName())
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .check(CLASSES);
  }

  @Test
  void packages_have_no_cycles() {
    slices().matching("io.helios.agent.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void no_static_state() {
    fields()
        .that()
        .haveModifier(JavaModifier.STATIC)
        .should()
        .haveModifier(JavaModifier.FINAL)
        .check(CLASSES);
  }
}
