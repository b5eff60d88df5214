package io.helios.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helios.serviceregistration.fixtures.PluginJar;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventSenderLoaderTest {
  private static final String SERVICE = EventSenderFactory.class.getName();

  @TempDir Path directory;

  @Test
  void a_plugin_gets_topics_and_messages() throws Exception {
    Path written = directory.resolve("written");
    Path jar =
        new PluginJar()
            .of(SERVICE)
            .with(
                "plugin.Factory",
                """
                package plugin;
                public final class Factory implements io.helios.events.EventSenderFactory {
                  @Override public io.helios.events.EventSender create() {
                    return (topic, message) ->
                        java.nio.file.Files.writeString(
                            java.nio.file.Path.of("%s"), topic + " " + new String(message));
                  }
                }
                """
                    .formatted(written))
            .providing("plugin.Factory")
            .build(directory.resolve("plugin.jar"));
    try (EventSender sender = EventSenderLoader.load(jar)) {
      sender.send("HeliosEvents", "{}".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(written).hasContent("HeliosEvents {}");
  }

  @Test
  void what_cannot_be_used_is_said_in_words() throws Exception {
    assertThatThrownBy(() -> EventSenderLoader.load(directory.resolve("none.jar")))
        .isInstanceOf(EventSenderLoadingException.class)
        .hasMessageContaining("is not a file that can be read");
    Path empty = new PluginJar().of(SERVICE).build(directory.resolve("empty.jar"));
    assertThatThrownBy(() -> EventSenderLoader.load(empty))
        .isInstanceOf(EventSenderLoadingException.class)
        .hasMessageContaining("names 0");
    Path wrong =
        new PluginJar().of(SERVICE).providing("no.Such").build(directory.resolve("wrong.jar"));
    assertThatThrownBy(() -> EventSenderLoader.load(wrong))
        .isInstanceOf(EventSenderLoadingException.class)
        .hasMessageContaining("no.Such");
    Path text = Files.writeString(directory.resolve("text.jar"), "no jar");
    assertThatThrownBy(() -> EventSenderLoader.load(text))
        .isInstanceOf(EventSenderLoadingException.class);
  }
}
