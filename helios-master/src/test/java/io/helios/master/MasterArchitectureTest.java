package io.helios.master;

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
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MasterArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.helios.master");

  private static final String[] VALUES = {
    "io.helios.model..",
    "io.helios.coordination.layout",
    "io.helios.coordination.tree",
    "java..",
    "org.jspecify..",
    "com.fasterxml.jackson.."
  };

  private static final DescribedPredicate<JavaClass> PURE =
      DescribedPredicate.describe(
          "pure",
          type -> {
            String name = type.getName().replaceAll("\\$.*", "");
            return name.endsWith("Operation")
                || name.endsWith("Refusal")
                || name.endsWith(".Decision")
                || name.endsWith(".Generation")
                || name.endsWith(".StaticPorts")
                || name.endsWith(".GroupDeployments")
                || name.matches(
                    ".*\\.view\\.(ClusterView|HostView|JobMap|JobView|GroupView|GroupIndex"
                        + "|Versioned)")
                || name.matches(
                    ".*\\.rollout\\.(RolloutPlanner|RolloutLook|RolloutReport|HostStep|HostFacts|Facts"
                        + "|HostEvents|HostOrder|Situation|Plan|Move|Act|Tally|Records|Problem|Transitions"
                        + "|Convergence|EndedRollout|Preview|Batch|Held|Candidates|Moves|PlanDraft"
                        + "|Removal)");
          });

  @Test
  void decisions_and_what_they_look_at_know_values_only() {
    classes()
        .that(are(PURE))
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(VALUES).or(PURE))
        .check(CLASSES);
    noClasses()
        .that(are(PURE))
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .orShould()
        .callMethod(Instant.class, "now")
        .check(CLASSES);
  }

  @Test
  void only_resources_and_http_speak_jax_rs() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.helios.master.http")
        .and()
        .haveSimpleNameNotEndingWith("Resource")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jakarta.ws.rs..")
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
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .check(CLASSES);
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(MasterApplication.class.getName())
        .should()
        .callMethod(Clock.class, "systemUTC")
        .check(CLASSES);
  }

  @Test
  void only_the_main_class_ends_the_process() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(MasterMain.class.getName())
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .check(CLASSES);
  }

  @Test
  void packages_have_no_cycles() {
    slices().matching("io.helios.master.(*)..").should().beFreeOfCycles().check(CLASSES);
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

  @Test
  void zookeeper_stays_behind_its_seam() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.zookeeper..", "org.apache.curator..")
        .check(CLASSES);
  }
}
