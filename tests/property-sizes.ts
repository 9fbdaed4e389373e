import fc from 'fast-check';

// A length that a property test names is meant: left to itself fast-check stays at ten of whatever was named.
fc.configureGlobal({ defaultSizeToMaxWhenMaxSpecified: true });
