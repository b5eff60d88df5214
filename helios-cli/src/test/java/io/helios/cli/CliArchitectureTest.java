package io.helios.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CliArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.helios.cli");

  @Test
  void the_cli_stays_light() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.helios.cli..",
            "io.helios.client",
            "io.helios.model..",
            "net.sourceforge.argparse4j..",
            "com.typesafe.config..",
            "com.fasterxml.jackson..",
            "org.jspecify.annotations..",
            "java..",
            "javax.naming..")
        .check(CLASSES);
  }

  @Test
  void packages_have_no_cycles() {
    slices().matching("io.helios.cli.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void only_main_knows_the_machine() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(Main.class)
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(CLASSES);
  }

  @Test
  void judging_is_pure() {
    noClasses()
        .that()
        .haveSimpleName("Judge")
        .or()
        .haveSimpleName("Course")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.helios.client..", "io.helios.cli.frame..", "java.io..")
        .check(CLASSES);
  }
}
