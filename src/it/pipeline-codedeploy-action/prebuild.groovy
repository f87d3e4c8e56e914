evaluate(new File(basedir, '../../../src/it/commit.groovy'))
