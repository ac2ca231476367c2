/**
 * Properties of which no number of runs is said run a quarter as often in workerd as on Node. What inputs there are, Node has tried
 * with as many as ever; here is asked whether another platform comes to the same, for which fewer do.
 *
 * @module
 */
import fc from 'fast-check';

fc.configureGlobal({ numRuns: 25 });
