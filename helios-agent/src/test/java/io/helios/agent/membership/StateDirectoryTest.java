package io.helios.agent.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.helios.agent.condition.Conditions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {
  private static final String CLUSTER = "11111111-2222-3333-4444-555555555555";

  @TempDir Path path;

  @Test
  void a_made_identity_cut_at_any_length_is_never_taken_for_another() throws Exception {
    cutAtAnyLength(identity(null));
  }

  @Test
  void a_chosen_identity_cut_at_any_length_is_never_taken_for_another() throws Exception {
    cutAtAnyLength(identity("my-own-id"));
  }

  private void cutAtAnyLength(String id) throws Exception {
    Path file = path.resolve("id");
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      Throwable refused = catchThrowable(() -> assertThat(identity(null)).isEqualTo(id));
      if (refused != null) {
        assertThat(refused)
            .as("cut to %s bytes", length)
            .isInstanceOf(StateUnusable.class)
            .hasMessageContaining(file.toString());
      }
      assertThat(Files.readAllBytes(file)).as("left for the operator").hasSize(length);
    }
    Files.write(file, new byte[whole.length]);
    assertThat(catchThrowable(() -> identity(null))).isInstanceOf(StateUnusable.class);
  }

  @Test
  void an_identity_of_an_older_agent_which_wrote_no_line_end_is_known() throws Exception {
    String id = "0123456789ABCDEF0123456789ABCDEF01234567";
    Files.writeString(path.resolve("id"), id);
    assertThat(identity(null)).isEqualTo(id);
  }

  @Test
  void a_clusters_identity_cut_at_any_length_is_never_taken_for_another() throws Exception {
    try (StateDirectory directory = StateDirectory.open(path)) {
      var met =
          new HomeCluster(directory.file("cluster"), null, new Conditions()).in(Set.of(CLUSTER));
      assertThat(met).contains(CLUSTER);
      byte[] whole = Files.readAllBytes(path.resolve("cluster"));
      for (int length = 0; length < whole.length; length++) {
        Files.write(path.resolve("cluster"), Arrays.copyOf(whole, length));
        HomeCluster home = new HomeCluster(directory.file("cluster"), null, new Conditions());
        assertThat(home.in(Set.of(CLUSTER))).as("cut to %s bytes", length).contains(CLUSTER);
      }
    }
  }

  @Test
  void a_directory_that_cannot_be_made_is_told_in_words() throws Exception {
    Path file = Files.writeString(path.resolve("file"), "");

    assertThatThrownBy(() -> StateDirectory.open(file.resolve("below")))
        .isInstanceOf(StateUnusable.class)
        .hasMessageStartingWith("Cannot use the state directory " + file.resolve("below") + ": ")
        .hasMessageNotContaining("Exception");
  }

  @Test
  void a_clusters_identity_that_is_no_uuid_is_known() throws Exception {
    try (StateDirectory directory = StateDirectory.open(path)) {
      new HomeCluster(directory.file("cluster"), null, new Conditions()).in(Set.of("mine"));
      HomeCluster home = new HomeCluster(directory.file("cluster"), null, new Conditions());
      assertThat(home.in(Set.of("another"))).isEmpty();
      assertThat(home.in(Set.of("mine"))).isEqualTo(Optional.of("mine"));
    }
  }

  @Test
  void its_home_cut_at_any_length_makes_it_no_copy() throws Exception {
    identity(null);
    byte[] whole = Files.readAllBytes(path.resolve("home"));
    for (int length = 0; length < whole.length; length++) {
      Files.write(path.resolve("home"), Arrays.copyOf(whole, length));
      try (StateDirectory directory = StateDirectory.open(path)) {
        assertThat(directory.isCopied()).as("cut to %s bytes", length).isFalse();
      }
      assertThat(Files.readAllBytes(path.resolve("home"))).isEqualTo(whole);
    }
  }

  @Test
  void a_directory_that_was_renamed_is_no_copy() throws Exception {
    Path before = Files.createDirectory(path.resolve("before"));
    StateDirectory.open(before).close();
    Path after = Files.move(before, path.resolve("after"));
    try (StateDirectory directory = StateDirectory.open(after)) {
      assertThat(directory.isCopied()).isFalse();
    }
  }

  @Test
  void what_an_agent_left_behind_is_known_by_its_place_and_boot() {
    Place place = new Place("machine", "boot", "17", "/state on m");
    var card = place.card("ID");
    assertThat(place.isLeftBehind(card, "ID")).isTrue();
    assertThat(place.isLeftBehind(card, "OTHER")).isFalse();
    assertThat(new Place("machine", "boot", "18", "").isLeftBehind(card, "ID"))
        .as("a copy")
        .isFalse();
    assertThat(new Place("machine", "boot 2", "17", "").isLeftBehind(card, "ID"))
        .as("a machine that was cloned, or started anew")
        .isFalse();
  }

  private String identity(String wanted) throws StateUnusable {
    try (StateDirectory directory = StateDirectory.open(path)) {
      return directory.hostId(wanted);
    }
  }
}
