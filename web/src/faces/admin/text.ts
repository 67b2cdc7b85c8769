// The administrator's words; they are many, so each language has its own file.
import { addWords } from '../../app/words'
import { en } from './text/en'
import { zh } from './text/zh'

export { en, zh }

addWords({ zh, en })
