// Short names of what the service answers, for the pages of the window.
import type { Schemas } from '../../api/client'

export type Scene = Schemas['scene_out']
export type Ask = Schemas['scene_ask_out']
export type People = Schemas['scene_people_out']
export type ScenePaper = Schemas['scene_paper_out']
export type SceneStep = Schemas['scene_step_out']
export type Filing = Schemas['filing_show_out']
export type Fact = Schemas['filing_fact_out']
export type Step = Schemas['filing_step_out']
export type Task = Schemas['filing_task_line_out']
export type Bill = Schemas['money_bill_out']
export type Certificate = Schemas['cert_line_out']
export type Body = Schemas['filing_open_in']
export type PartyBody = Schemas['filing_open_in']['parties'][number]
