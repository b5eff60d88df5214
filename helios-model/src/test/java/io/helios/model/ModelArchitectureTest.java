package io.helios.model;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.helios.model.api.HeliosVersion;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ModelArchitectureTest {
  private final JavaClasses model =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.helios.model");

  @Test
  void the_model_is_there_to_be_judged() {
    assertThat(model).hasSizeGreaterThan(20);
  }

  @Test
  void the_model_needs_only_java_and_jackson() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.helios.model..", "java..", "com.fasterxml.jackson..", "org.jspecify.annotations..")
        .check(model);
  }

  @Test
  void the_model_has_no_clock() {
    noClasses()
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .check(model);
  }

  @Test
  void the_model_touches_no_file_and_no_network() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..", "java.nio.channels..")
        .orShould()
        .dependOnClassesThat(
            // Who reads what went wrong touches no file.
            resideInAnyPackage("java.nio.file..").and(not(assignableTo(Throwable.class))))
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.io\\.(File.*|RandomAccessFile|PrintStream)")
        .check(model);
  }

  @Test
  void only_our_own_version_is_read_from_the_class_path() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(HeliosVersion.class)
        .should()
        .callMethod(Class.class, "getResourceAsStream", String.class)
        .check(model);
  }
}
