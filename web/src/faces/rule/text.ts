// Words of the pages on rules, what they found, the sampling pool and locks.
import { addWords } from '../../app/words'
import { en } from './text.en'
import { zh } from './text.zh'

export { en, zh }

addWords({ zh, en })
