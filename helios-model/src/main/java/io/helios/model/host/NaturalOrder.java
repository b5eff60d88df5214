package io.helios.model.host;

import java.text.Collator;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Orders host names as people do: runs of digits by their number ({@code web2} before {@code
 * web10}), everything else by English collation. Different texts never compare as equal.
 */
public final class NaturalOrder implements Comparator<String> {
  private static final Pattern RUN = Pattern.compile("[0-9]+|[^0-9]+");

  private final Collator collator = Collator.getInstance(Locale.ENGLISH);

  @Override
  public int compare(String left, String right) {
    List<String> ours = runs(left);
    List<String> theirs = runs(right);
    for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
      int order = compareRuns(ours.get(i), theirs.get(i));
      if (order != 0) {
        return order;
      }
    }
    int byLength = Integer.compare(ours.size(), theirs.size());
    return byLength != 0 ? byLength : left.compareTo(right);
  }

  private static List<String> runs(String text) {
    return RUN.matcher(text).results().map(MatchResult::group).toList();
  }

  private int compareRuns(String left, String right) {
    if (isNumber(left) != isNumber(right)) {
      return isNumber(left) ? -1 : 1;
    }
    return isNumber(left) ? compareNumbers(left, right) : collator.compare(left, right);
  }

  private static boolean isNumber(String run) {
    return run.charAt(0) >= '0' && run.charAt(0) <= '9';
  }

  private static int compareNumbers(String left, String right) {
    String ours = withoutLeadingZeros(left);
    String theirs = withoutLeadingZeros(right);
    int byLength = Integer.compare(ours.length(), theirs.length());
    return byLength != 0 ? byLength : ours.compareTo(theirs);
  }

  private static String withoutLeadingZeros(String digits) {
    int start = 0;
    while (start < digits.length() && digits.charAt(start) == '0') {
      start++;
    }
    return digits.substring(start);
  }
}
