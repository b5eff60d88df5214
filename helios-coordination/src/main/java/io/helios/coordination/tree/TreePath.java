package io.helios.coordination.tree;

/**
 * An absolute path in the tree, such as {@code /config/jobs}. Components are never empty, never
 * {@code .} or {@code ..}, and hold no slash and no control character.
 */
public record TreePath(String value) implements Comparable<TreePath> {
  public static final TreePath ROOT = new TreePath("/");

  public TreePath {
    if (!value.equals("/")) {
      if (!value.startsWith("/")) {
        throw new IllegalArgumentException("not an absolute path: " + value);
      }
      for (String component : value.substring(1).split("/", -1)) {
        requireLegal(component);
      }
    }
  }

  /** The path of that absolute text. */
  public static TreePath of(String value) {
    return new TreePath(value);
  }

  /** One component further down. */
  public TreePath child(String component) {
    requireLegal(component);
    return new TreePath(value.equals("/") ? "/" + component : value + "/" + component);
  }

  /** The last component; empty text for the root. */
  public String name() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  /** One component up; the root is its own parent. */
  public TreePath parent() {
    int slash = value.lastIndexOf('/');
    return slash <= 0 ? ROOT : new TreePath(value.substring(0, slash));
  }

  /** Whether this is {@code other} or lies below it. */
  public boolean isWithin(TreePath other) {
    return other.value.equals("/")
        || value.equals(other.value)
        || value.startsWith(other.value + "/");
  }

  /** Whether a node can have that name. */
  public static boolean isLegal(String component) {
    return !component.isEmpty()
        && !component.equals(".")
        && !component.equals("..")
        && component
            .chars()
            .noneMatch(c -> c == '/' || c < 0x20 || (c >= 0x7f && c <= 0x9f) || c >= 0xd800);
  }

  private static void requireLegal(String component) {
    if (!isLegal(component)) {
      throw new IllegalArgumentException("not a legal path component: '" + component + "'");
    }
  }

  @Override
  public String toString() {
    return value;
  }

  @Override
  public int compareTo(TreePath other) {
    return value.compareTo(other.value);
  }
}
