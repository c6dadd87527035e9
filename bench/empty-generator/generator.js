import Generator from 'yeoman-generator';

/** What every Yeoman generator costs before it does anything. */
export default class extends Generator {
  writing() {}
}
