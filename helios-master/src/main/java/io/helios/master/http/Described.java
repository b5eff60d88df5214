package io.helios.master.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the signature of a resource's method does not say, for the description of the API. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Described {
  /** What it does, in one line. */
  String value();

  /** What the body of a request holds; {@code Void} for none. */
  Class<?> body() default Void.class;

  /** Status of a successful answer. */
  int success() default 200;

  /** What its body holds; {@code Void} for none, {@code Object} for any JSON. */
  Class<?> answer() default Object.class;

  /** How answers are packed. */
  Shape shape() default Shape.ONE;

  /** Other statuses that are more than bad requests. */
  int[] statuses() default {};

  /** One of them, a list of them, or an object with one of them for each name. */
  enum Shape {
    ONE,
    LIST,
    BY_NAME
  }
}
