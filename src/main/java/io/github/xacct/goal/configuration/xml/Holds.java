package io.github.xacct.goal.configuration.xml;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What an element holds, on the field of its {@code ...Xml} class, where its type is not enough.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
@interface Holds {

  /** Of the value, or of each value of a list or map. */
  ValueKind value() default ValueKind.TEXT;

  /** The words of a {@link ValueKind#CHOICE}. */
  String[] oneOf() default {};

  /** What the elements of a list are called, or an example of a map's names. */
  String item() default "";
}
