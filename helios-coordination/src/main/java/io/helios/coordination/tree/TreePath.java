package io.helios.coordination.tree;

/**
 * An absolute path in the tree, such as {@code /config/jobs}. Components are never empty, never
 * {@code .} or {@code ..}, and hold no slash and no control character.
 */
public final class TreePath implements Comparable<TreePath> {
  public static final TreePath ROOT = new TreePath("/");

  private final String value;

  /** Of a legal text: what a path is made of was checked when it came in. */
  private TreePath(String value) {
    this.value = value;
  }

  /**
   * The path of that absolute text.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static TreePath of(String value) {
    if (value.equals("/")) {
      return ROOT;
    }
    if (!value.startsWith("/")) {
      throw new IllegalArgumentException("not an absolute path: " + value);
    }
    int start = 1;
    for (int end = value.indexOf('/', 1); end >= 0; end = value.indexOf('/', start)) {
      requireLegal(value.substring(start, end));
      start = end + 1;
    }
    requireLegal(value.substring(start));
    return new TreePath(value);
  }

  /** The text. */
  public String value() {
    return value;
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
        || (value.startsWith(other.value)
            && (value.length() == other.value.length()
                || value.charAt(other.value.length()) == '/'));
  }

  /** Whether a node can have that name. */
  public static boolean isLegal(String component) {
    if (component.isEmpty() || component.equals(".") || component.equals("..")) {
      return false;
    }
    for (int i = 0; i < component.length(); i++) {
      char c = component.charAt(i);
      if (c == '/' || c < 0x20 || (c >= 0x7f && c <= 0x9f) || c >= 0xd800) {
        return false;
      }
    }
    return true;
  }

  private static void requireLegal(String component) {
    if (!isLegal(component)) {
      throw new IllegalArgumentException("not a legal path component: '" + component + "'");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TreePath path && value.equals(path.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
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
