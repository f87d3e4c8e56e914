/**
 * What is written in the pom becomes values, with every default filled in and all problems reported
 * at once. Works offline. Imports the written form below, and the packages whose values it makes.
 */
package io.github.xacct.goal.configuration;
