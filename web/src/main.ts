import { createApp } from 'vue'
import App from './app/App.vue'
import { applyLook } from './app/look'
import { router } from './app/router'
import { followLanguage, words } from './app/words'
import './style/tokens.css'
import './style/base.css'

applyLook()
followLanguage()
createApp(App).use(words).use(router).mount('#app')
