package io.helios.serviceregistration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helios.serviceregistration.fixtures.PluginJar;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceRegistrarLoaderTest {
  /** A plugin below our own package, as the predecessor's were, with a helper class of its own. */
  private static final String NAME = "io.helios.serviceregistration.sample.SampleFactory";

  private static final String SOURCE =
      """
      package io.helios.serviceregistration.sample;
      import io.helios.serviceregistration.*;
      public class SampleFactory implements ServiceRegistrarFactory {
        public ServiceRegistrar create(String address) {
          throw new IllegalStateException(probe(address));
        }
        public ServiceRegistrar createForDomain(String domain) {
          throw new IllegalStateException("domain " + domain);
        }
        private static String probe(String name) {
          try {
            return "sees " + Class.forName(name).getName();
          } catch (ClassNotFoundException e) {
            return "does not see " + name;
          }
        }
      }
      """;

  @TempDir Path directory;

  private PluginJar sample() {
    return new PluginJar().with(NAME, SOURCE).providing(NAME);
  }

  private ServiceRegistrarFactory loaded() throws Exception {
    return ServiceRegistrarLoader.load(sample().build(directory.resolve("plugin.jar")));
  }

  @Test
  void a_plugin_comes_from_its_jar_in_a_class_loader_of_its_own() throws Exception {
    ServiceRegistrarFactory factory = loaded();
    assertThat(factory.getClass().getName()).isEqualTo(NAME);
    assertThat(factory.getClass().getClassLoader())
        .isNotSameAs(ServiceRegistrarFactory.class.getClassLoader());
  }

  @Test
  void a_plugin_sees_the_jdk_and_this_package_and_nothing_else_of_the_process() throws Exception {
    ServiceRegistrarFactory factory = loaded();
    assertThatThrownBy(() -> factory.create("java.sql.Driver")).hasMessageStartingWith("sees");
    assertThatThrownBy(() -> factory.create(ServiceRegistration.class.getName()))
        .hasMessageStartingWith("sees");
    assertThatThrownBy(() -> factory.create("org.junit.jupiter.api.Test"))
        .hasMessage("does not see org.junit.jupiter.api.Test");
    assertThatThrownBy(() -> factory.create(PluginJar.class.getName()))
        .hasMessage("does not see " + PluginJar.class.getName());
  }

  @Test
  void what_is_no_plugin_is_refused_with_its_path_and_the_reason() throws Exception {
    Path missing = directory.resolve("missing.jar");
    refused(missing, "does not exist");
    refused(directory, "not a file that can be read");
    Path text = Files.writeString(directory.resolve("text.jar"), "no jar");
    refused(text, "is not a jar");
    Path other = new PluginJar().build(directory.resolve("other.jar"));
    refused(other, "has no META-INF/services/" + ServiceRegistrarFactory.class.getName());
  }

  @Test
  void several_providers_are_refused_by_name() throws Exception {
    String second = NAME + "2";
    Path jar =
        sample()
            .with(second, SOURCE.replace("class SampleFactory", "class SampleFactory2"))
            .providing(second)
            .build(directory.resolve("two.jar"));
    assertThatThrownBy(() -> ServiceRegistrarLoader.load(jar))
        .isInstanceOf(ServiceRegistrarLoadingException.class)
        .hasMessageContaining("several")
        .hasMessageContaining(NAME + ", " + second);
  }

  @Test
  void a_provider_that_cannot_be_made_is_named_with_the_cause() throws Exception {
    Path absent = new PluginJar().providing("a.Missing").build(directory.resolve("absent.jar"));
    refused(absent, "a.Missing");
    String broken =
        SOURCE.replace(
            "public ServiceRegistrar create(",
            "public SampleFactory() { throw new IllegalStateException(\"no home\"); }\n"
                + "public ServiceRegistrar create(");
    Path throwing =
        new PluginJar().with(NAME, broken).providing(NAME).build(directory.resolve("throwing.jar"));
    refused(throwing, "no home");
  }

  @Test
  void without_a_plugin_nothing_is_registered_unless_a_registry_is_named() throws Exception {
    assertThat(ServiceRegistrarOptions.NONE.load()).isEmpty();
    assertThat(new ServiceRegistrarOptions("example.net", null, null).load()).isEmpty();
    assertThatThrownBy(() -> new ServiceRegistrarOptions("", "http://registry", null).load())
        .isInstanceOf(ServiceRegistrarLoadingException.class)
        .hasMessageContaining("--service-registrar-plugin");
  }

  @Test
  void a_registry_wins_over_a_domain_and_a_plugin_without_either_is_not_used() throws Exception {
    Path jar = sample().build(directory.resolve("plugin.jar"));
    var registry = new ServiceRegistrarOptions("d", "java.lang.String", jar).load().orElseThrow();
    assertThatThrownBy(registry::get).hasMessage("sees java.lang.String");
    var domain = new ServiceRegistrarOptions("d", null, jar).load().orElseThrow();
    assertThatThrownBy(domain::get).hasMessage("domain d");
    assertThat(new ServiceRegistrarOptions("", null, jar).load()).isEmpty();
  }

  private static void refused(Path jar, String reason) {
    assertThatThrownBy(() -> ServiceRegistrarLoader.load(jar))
        .isInstanceOf(ServiceRegistrarLoadingException.class)
        .hasMessageContaining(jar.toString())
        .hasMessageContaining(reason);
  }
}
