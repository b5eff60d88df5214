package io.helios.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.systemtests.fixtures.Checkout;
import io.helios.systemtests.fixtures.Program;
import io.helios.systemtests.fixtures.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaunchersIT {
  private static final List<String> LAUNCHERS = List.of("helios", "helios-master", "helios-agent");

  @TempDir Path prefix;
  private Path installedBin;

  @BeforeEach
  void install() throws IOException {
    installedBin = Files.createDirectories(prefix.resolve("usr/bin"));
    copyLaunchers(installedBin);
    Path share = Files.createDirectories(prefix.resolve("usr/share/helios"));
    Run.of(
            Duration.ofMinutes(1),
            Map.of(),
            List.of("cp", "-r", Checkout.lib().toString(), share.toString()))
        .ok();
  }

  @ParameterizedTest
  @ValueSource(strings = {"helios", "helios-master", "helios-agent"})
  void each_launcher_has_help_in_the_source_tree(String launcher) {
    Run help = run(Map.of(), Checkout.launcher(launcher), "--help").ok();

    assertThat(help.out()).contains("usage").contains(launcher);
  }

  @ParameterizedTest
  @ValueSource(strings = {"helios", "helios-master", "helios-agent"})
  void each_launcher_works_unchanged_where_a_package_puts_it(String launcher) {
    Run help = run(Map.of(), installedBin.resolve(launcher), "--help").ok();

    assertThat(help.out()).contains("usage").contains(launcher);
  }

  @Test
  void a_launcher_works_through_a_symbolic_link() throws IOException {
    Path link = Files.createSymbolicLink(prefix.resolve("h"), installedBin.resolve("helios"));

    assertThat(run(Map.of(), link, "--version").ok().out()).startsWith("Helios CLI ");
  }

  @Test
  void the_client_prints_the_same_with_and_without_a_class_data_archive() {
    Map<String, String> cache = Map.of("XDG_CACHE_HOME", prefix.resolve("cache").toString());
    Path helios = installedBin.resolve("helios");
    Run without = run(cache, helios, "--version").ok();

    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> archives(prefix.resolve("cache/helios")) == 1);

    Run with = run(cache, helios, "--version").ok();
    assertThat(with.all()).isEqualTo(without.all());
  }

  @Test
  void a_broken_class_data_archive_is_no_harm() throws IOException {
    Map<String, String> cache = Map.of("XDG_CACHE_HOME", prefix.resolve("cache").toString());
    Path helios = installedBin.resolve("helios");
    Run without = run(cache, helios, "--version").ok();
    Path directory = prefix.resolve("cache/helios");
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> archives(directory) == 1);
    try (Stream<Path> files = Files.list(directory)) {
      for (Path archive : files.filter(file -> file.toString().endsWith(".jsa")).toList()) {
        Files.writeString(archive, "broken");
      }
    }

    assertThat(run(cache, helios, "--version").ok().all()).isEqualTo(without.all());
  }

  @Test
  void a_machine_without_java_is_told_so() throws IOException {
    Path path = Files.createDirectories(prefix.resolve("path"));
    for (String tool : List.of("bash", "readlink", "dirname", "env")) {
      Files.createSymbolicLink(path.resolve(tool), which(tool));
    }

    Run run =
        run(
            Map.of("PATH", path.toString(), "JAVA_HOME", "", "JAVA", ""),
            installedBin.resolve("helios"),
            "jobs");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("no java in the PATH").contains("17 or newer");
  }

  @Test
  void a_java_home_that_is_none_is_named() {
    Run run = run(Map.of("JAVA_HOME", "/nowhere"), installedBin.resolve("helios-agent"));

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).isEqualTo("helios-agent: JAVA_HOME=/nowhere has no bin/java\n");
  }

  @Test
  void a_java_that_is_too_old_is_named() throws IOException {
    Path old = Files.createDirectories(prefix.resolve("jdk-11/bin"));
    Files.writeString(old.resolveSibling("release"), "JAVA_VERSION=\"11.0.2\"\n");
    Files.createFile(
        old.resolve("java"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));

    Run run = run(Map.of("JAVA_HOME", old.getParent().toString()), installedBin.resolve("helios"));

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("is Java 11").contains("needs Java 17 or newer");
  }

  @Test
  void a_source_tree_that_is_not_built_says_how_to_build_it() throws IOException {
    Path tree = prefix.resolve("tree");
    copyLaunchers(Files.createDirectories(tree.resolve("bin")));
    Files.createFile(Files.createDirectories(tree.resolve("solo")).resolve("pom.xml"));

    for (String launcher : LAUNCHERS) {
      Run run = run(Map.of(), tree.resolve("bin").resolve(launcher), "--help");

      assertThat(run.exitCode()).isEqualTo(3);
      assertThat(run.err()).contains("solo/helios-up").contains("mvn -DskipTests package");
    }
  }

  @Test
  void all_jars_that_a_program_asks_for_are_there() throws IOException {
    for (Path jar : programs()) {
      try (var file = new JarFile(jar.toFile())) {
        Attributes manifest = file.getManifest().getMainAttributes();
        for (String entry : manifest.getValue(Attributes.Name.CLASS_PATH).split(" ")) {
          assertThat(Checkout.lib().resolve(entry)).isRegularFile();
        }
        String main = manifest.getValue(Attributes.Name.MAIN_CLASS).replace('.', '/') + ".class";
        assertThat(file.getEntry(main)).as(main + " in " + jar).isNotNull();
      }
    }
  }

  private static List<Path> programs() throws IOException {
    try (Stream<Path> jars = Files.list(Checkout.lib())) {
      List<Path> programs =
          jars.filter(
                  jar ->
                      jar.getFileName()
                          .toString()
                          .matches("helios-(cli|master|agent|solo)-\\d.*jar"))
              .toList();
      assertThat(programs).hasSize(4);
      return programs;
    }
  }

  @Test
  void an_agent_starts_from_the_class_data_that_an_earlier_start_has_left() {
    Path cache = prefix.resolve("cache");
    try (Program first = agent("first", cache)) {
      Awaitility.await()
          .atMost(Duration.ofMinutes(3))
          .until(() -> archives(cache.resolve("helios")) == 1);
      assertThat(first.isAlive()).isTrue();
    }

    try (Program second = agent("second", cache)) {
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> second.output().contains("Agent second started"));
      assertThat(Path.of("/proc", Long.toString(second.pid()), "maps"))
          .content()
          .contains(cache.toString());
      assertThat(second.output().lines()).allMatch(line -> line.startsWith("20"));
    }
  }

  /** An agent that finds nothing of what it needs outside, and runs on. */
  private Program agent(String name, Path cache) {
    return Program.start(
        prefix.resolve(name + ".log"),
        Map.of("XDG_CACHE_HOME", cache.toString()),
        List.of(
            installedBin.resolve("helios-agent").toString(),
            "--name",
            name,
            "--no-http",
            "--zk",
            "127.0.0.1:9",
            "--docker",
            "unix://" + prefix.resolve("none"),
            "--state-dir",
            prefix.resolve(name).toString()));
  }

  private static long archives(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".jsa")).count();
    }
  }

  private static void copyLaunchers(Path bin) throws IOException {
    for (String launcher : LAUNCHERS) {
      Files.copy(
          Checkout.launcher(launcher),
          bin.resolve(launcher),
          java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  private static Path which(String tool) {
    return Stream.of("/bin", "/usr/bin")
        .map(directory -> Path.of(directory, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  private static Run run(Map<String, String> environment, Path program, String... arguments) {
    return Run.of(
        Duration.ofMinutes(1),
        environment,
        Stream.concat(Stream.of(program.toString()), Stream.of(arguments)).toList());
  }
}
