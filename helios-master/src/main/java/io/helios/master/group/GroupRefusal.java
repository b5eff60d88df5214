package io.helios.master.group;

/** Why a group was not changed. */
sealed interface GroupRefusal {
  /** There is one with the same selectors. */
  record SameExists() implements GroupRefusal {}

  /** There is one with other selectors. */
  record OtherExists() implements GroupRefusal {}

  record NoSuchGroup(String group) implements GroupRefusal {}
}
