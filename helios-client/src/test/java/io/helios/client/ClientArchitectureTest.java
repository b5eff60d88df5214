package io.helios.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ClientArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.helios.client");

  @Test
  void the_client_needs_only_the_model_jackson_and_the_jdk() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.helios.client..",
            "io.helios.model..",
            "com.fasterxml.jackson..",
            "org.jspecify.annotations..",
            "java..",
            "javax.net.ssl..",
            "javax.naming..")
        .check(CLASSES);
  }

  @Test
  void transports_know_nothing_of_masters() {
    noClasses()
        .that()
        .resideInAPackage("..transport..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.helios.client", "io.helios.model..")
        .check(CLASSES);
  }

  @Test
  void nobody_reads_the_wall_clock_or_sleeps() {
    noClasses()
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .check(CLASSES);
  }
}
