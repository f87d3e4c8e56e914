package io.github.xacct.goal.configuration.xml;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes the content of an element, on the field of its {@code ...Xml} class, as far as the
 * field's type does not.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
@interface Holds {

  /** The kind of the value, or of each value of a list or map. */
  ValueKind value() default ValueKind.TEXT;

  /** The permitted values of a {@link ValueKind#CHOICE}. */
  String[] oneOf() default {};

  /** The name of the items of a list, or an example of the names in a map. */
  String item() default "";
}
