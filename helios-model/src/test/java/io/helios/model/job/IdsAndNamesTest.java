package io.helios.model.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.model.host.HostName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Ids and names are read by hand, for speed: exactly as the patterns say that define them. */
class IdsAndNamesTest {
  private static final Pattern HOST = Pattern.compile("(?!\\.{1,2}$)[0-9A-Za-z_.:-]{1,253}");

  @Test
  void an_id_is_split_at_its_colons_and_empty_parts_at_the_end_do_not_count() {
    for (String text : texts("a:.", 6)) {
      String[] parts = text.split(":");
      boolean legal = !text.isEmpty() && parts.length > 0 && parts.length <= 3;
      assertThat(parsed(text))
          .as(text)
          .isEqualTo(
              legal
                  ? Optional.of(
                      new JobId(
                          parts[0],
                          parts.length > 1 ? parts[1] : null,
                          parts.length > 2 ? parts[2] : null))
                  : Optional.empty());
    }
  }

  @Test
  void a_host_name_is_what_its_pattern_says() {
    List<String> texts = texts(".a/", 4);
    for (char c = 0; c < 0x200; c++) {
      texts.add(String.valueOf(c));
      texts.add("." + c);
      texts.add("h" + c + "h");
    }
    texts.add("x".repeat(253));
    texts.add("x".repeat(254));
    for (String text : texts) {
      assertThat(HostName.of(text).isPresent()).as(text).isEqualTo(HOST.matcher(text).matches());
    }
  }

  private static Optional<JobId> parsed(String text) {
    try {
      return Optional.of(JobId.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Every text of these characters up to a length, the empty one among them. */
  private static List<String> texts(String characters, int longest) {
    List<String> all = new ArrayList<>(List.of(""));
    int from = 0;
    for (int length = 1; length <= longest; length++) {
      int to = all.size();
      for (int i = from; i < to; i++) {
        for (int at = 0; at < characters.length(); at++) {
          all.add(all.get(i) + characters.charAt(at));
        }
      }
      from = to;
    }
    return all;
  }
}
