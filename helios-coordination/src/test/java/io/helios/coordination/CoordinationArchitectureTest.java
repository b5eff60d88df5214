package io.helios.coordination;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CoordinationArchitectureTest {
  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.helios.coordination");
    assertThat(classes).hasSizeGreaterThan(20);
  }

  @Test
  void curator_and_zookeeper_are_known_only_behind_the_seam() {
    noClasses()
        .that()
        .resideOutsideOfPackages("..tree.zookeeper..", "..embedded..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.zookeeper..", "org.apache.curator..", "org.apache.jute..")
        .check(classes);
  }

  @Test
  void the_seam_does_not_know_what_stands_behind_it() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "..layout..", "..mirror..", "..presence..", "io.helios.coordination.tree")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..tree.zookeeper..", "..embedded..")
        .check(classes);
  }

  @Test
  void packages_have_no_cycles() {
    slices().matching("io.helios.coordination.(**)").should().beFreeOfCycles().check(classes);
  }

  @Test
  void nobody_reads_the_wall_clock_or_sleeps() {
    noClasses()
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .check(classes);
  }

  @Test
  void static_fields_are_final() {
    fields().that().areStatic().should().beFinal().check(classes);
  }
}
